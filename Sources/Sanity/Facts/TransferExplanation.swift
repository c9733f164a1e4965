import Foundation
import Learning
import LinearAlgebra

/// A change of a split's rows that makes the probe predict them again.
struct TransferExplanation {
  /// "columns in another order in dev than in train"
  let cause: String
  /// "with the class indices moved by 1"
  let change: String
  /// The mean error under the change, in units of the mean predictor's.
  let error: Double

  /// The change with the lowest error, among those that remove at least half of the excess
  /// over the train error.
  static func best(
    _ probe: TransferProbe, inputs: Matrix, targets: Targets, part: String, error: Double,
    trainError: Double
  ) -> TransferExplanation? {
    let all =
      [
        rescaled(probe, inputs, targets, part), reordered(probe, inputs, targets, part),
        targetRescaled(probe, inputs, targets, part),
      ].compactMap(\.self) + classesMoved(probe, inputs, targets, part)
    return all.filter { $0.error - trainError < 0.5 * (error - trainError) }
      .min { $0.error < $1.error }
  }

  private static func mean(_ errors: [Double]) -> Double {
    let mean = errors.isEmpty ? 0 : errors.mean
    return mean.isFinite ? mean : .infinity
  }

  /// Every column rescaled to the mean and standard deviation of train.
  private static func rescaled(
    _ probe: TransferProbe, _ inputs: Matrix, _ targets: Targets, _ part: String
  ) -> TransferExplanation? {
    guard let own = ColumnScaling(of: inputs) else { return nil }
    let train = probe.sample.ridge.scaling
    let places = Dictionary(uniqueKeysWithValues: own.kept.enumerated().map { ($1, $0) })
    var moved = inputs
    for (place, j) in train.kept.enumerated() {
      guard let mine = places[j] else { continue }
      let factor = train.deviations[place] / own.deviations[mine]
      for i in 0..<inputs.rowCount {
        moved[i, j] = train.means[place] + factor * (inputs[i, j] - own.means[mine])
      }
    }
    return TransferExplanation(
      cause: "inputs on another scale in \(part) than in train: preprocessing.scale or the file",
      change: "with its columns brought to train's scale",
      error: mean(probe.errors(inputs: moved, targets: targets.indicators)))
  }

  /// Columns reordered to match the training set.
  private static func reordered(
    _ probe: TransferProbe, _ inputs: Matrix, _ targets: Targets, _ part: String
  ) -> TransferExplanation? {
    guard inputs.columnCount > 1,
      let train = ColumnSignatures(probe.sample.inputMatrix, probe.sample.targets),
      let own = ColumnSignatures(inputs, targets.indicators)
    else { return nil }
    let places = train.matched(with: own)
    guard places != Array(places.indices) else { return nil }
    return TransferExplanation(
      cause: "columns in another order in \(part) than in train",
      change: "with its columns put in train's order",
      error: mean(
        probe.errors(inputs: inputs.columns(at: places), targets: targets.indicators)))
  }

  /// Targets rescaled to the probe's predictions.
  private static func targetRescaled(
    _ probe: TransferProbe, _ inputs: Matrix, _ targets: Targets, _ part: String
  ) -> TransferExplanation? {
    guard case .values(let values) = targets else { return nil }
    // The ratio of standard deviations, since noise would bias a regression coefficient to 0.
    let guesses = probe.predictions(inputs).storage
    let (own, train) = (MeanEstimate(values), MeanEstimate(probe.sample.targets.storage.array))
    let n = Double(values.count).squareRoot()
    let m = Double(probe.sample.targets.rowCount).squareRoot()
    guard own.standardError > 0, guesses.allSatisfy(\.isFinite) else { return nil }
    let factor = train.standardError * m / (own.standardError * n)
    let moved = values.map { train.mean + factor * ($0 - own.mean) }
    return TransferExplanation(
      cause: "the target is on another scale in \(part) than in train",
      change: "with its target brought to train's scale",
      error: mean(
        probe.errors(
          inputs: inputs, targets: Matrix(rowCount: moved.count, columnCount: 1, storage: moved))))
  }

  private static func classesMoved(
    _ probe: TransferProbe, _ inputs: Matrix, _ targets: Targets, _ part: String
  ) -> [TransferExplanation] {
    guard case .classes(let classes, let count) = targets, count > 1 else { return [] }
    return (1..<min(count, 50)).map { shift in
      let moved = Targets.classes(classes.map { ($0 + shift) % count }, classCount: count)
      let by = shift * 2 > count ? count - shift : shift
      return TransferExplanation(
        cause: "class indices of \(part) are off by \(by)",
        change: "with its class indices moved by \(by)",
        error: mean(probe.errors(inputs: inputs, targets: moved.indicators)))
    }
  }
}

/// A signature of each column that does not depend on its position: its distribution and its
/// correlations with the target and with the other columns.
struct ColumnSignatures {
  /// One list of numbers a column; empty for one that does not vary.
  private let columns: [[Double]]

  private static let levels = [0.1, 0.25, 0.5, 0.75, 0.9]

  /// nil when no column varies.
  init?(_ inputs: Matrix, _ targets: Matrix) {
    guard let scaling = ColumnScaling(of: inputs), let aims = targets.standardizedColumns else {
      return nil
    }
    let n = Double(inputs.rowCount)
    let scaled = scaling.scaled(inputs)
    let among = scaled.gram()
    let d = scaled.columnCount
    let towards = scaled.transposed.product(with: aims)
    var columns = [[Double]](repeating: [], count: inputs.columnCount)
    for (place, j) in scaling.kept.enumerated() {
      let sorted = scaled.column(place).sorted()
      var signature = Self.levels.map { sorted[Int($0 * Double(sorted.count - 1))] }
      signature += towards.row(place).prefix(10).map { $0 / n }
      let others = (0..<d).filter { $0 != place }.map { abs(among[place, $0]) / n }
      signature += others.isEmpty ? [0, 0] : [others.mean, others.standardDeviation]
      signature += [
        log(scaling.deviations[place]), scaling.means[place] / scaling.deviations[place],
      ].map { min(10, max(-10, $0)) }
      columns[j] = signature
    }
    self.columns = columns
  }

  /// For each column, the most similar column of the other set; each is used once, nearest pair first.
  func matched(with others: ColumnSignatures) -> [Int] {
    var pairs: [(distance: Double, own: Int, other: Int)] = []
    for (i, own) in columns.enumerated() where !own.isEmpty {
      for (j, other) in others.columns.enumerated() where other.count == own.count {
        let distance = zip(own, other).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
        pairs.append((distance, i, j))
      }
    }
    pairs.sort { ($0.distance, $0.own, $0.other) < ($1.distance, $1.own, $1.other) }
    var places = [Int?](repeating: nil, count: columns.count)
    var isTaken = [Bool](repeating: false, count: columns.count)
    for (_, own, other) in pairs where places[own] == nil && !isTaken[other] {
      places[own] = other
      isTaken[other] = true
    }
    var free = isTaken.indices.filter { !isTaken[$0] }
    return places.map { place in place ?? free.removeFirst() }
  }
}
