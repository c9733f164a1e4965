import Datasets
import Findings
import Learning
import LinearAlgebra
import Text

extension Threshold {
  fileprivate static let nearDuplicateRows = Threshold(
    "SD26", 0.1, "fraction of rows with a near copy in train, beyond that among train rows")
}

extension CheckEntry {
  static let nearDuplicateRows = CheckEntry(
    code: "SD26", title: "dev or test rows nearly equal to train rows", stage: .data, worst: .warn,
    summary: "Dev and test rows are not repeated measurements of train rows.",
    formula: "fraction r of a part's rows whose nearest train row is five times nearer than the "
      + "next one, by standardized inputs, minus the fraction among train rows themselves (at "
      + "most a fifth, that of points on a line); above the threshold and by chance less than "
      + "once in a million",
    threshold: .nearDuplicateRows,
    source:
      "own; the ratio of neighbours' distances r^D of a smooth density in D dimensions, as in "
      + "Facco et al. 2017",
    knownFalseAlarms: "records that legitimately recur in use: it never stops a run",
    cost: "distances of at most 300 rows per part from at most 4,000 train rows",
    body: .before { context in
      guard context.parts.count > 1 else {
        return .notApplicable("there is no dev and no test part")
      }
      guard context.isTrainFinite, context.train.rowCount >= 30 else {
        return .notApplicable("fewer than 30 train rows, or values that are not finite")
      }
      guard let neighbours = TrainNeighbours(context.train) else {
        return .notApplicable("the inputs do not vary")
      }
      let own = neighbours.nearDuplicates(of: context.train, areTrain: true)
      let usual = min(Double(own.found.count) / Double(max(1, own.asked)), 0.2)
      var largest = 0.0
      for (part, rows) in context.parts.dropFirst() where rows.rowCount >= 10 {
        let near = neighbours.nearDuplicates(of: rows, areTrain: false)
        let share = Double(near.found.count) / Double(max(1, near.asked))
        largest = max(largest, share - usual)
        let bound = poissonTailBound(
          atLeast: Double(near.found.count), mean: (usual + 0.01) * Double(near.asked))
        guard share - usual > context.limit(.nearDuplicateRows), bound < 1e-6 else { continue }
        return Finding(
          verdict: .warning,
          message:
            "\(NumberFormat.percent(share)) of the \(part) rows are near copies of a train row",
          value: share - usual,
          evidence: [
            .rows(
              title: "rows", ids: near.found.prefix(20).map(\.row),
              names: near.found.prefix(20).map {
                "\(context.rowName($0.row)) ≈ \(context.rowName($0.train))"
              }),
            .fraction(title: "share among train rows", value: usual),
          ],
          causes: [
            "rows of one group, such as a subject measured twice, in train and in \(part)",
            "near copies in the source before the split",
          ],
          remedy: "use data.split with by: {group: COLUMN}")
      }
      return .passed("no part nearly repeats train rows", value: max(0, largest))
    })
}

/// Train rows to look for neighbours among.
private struct TrainNeighbours {
  private let positions: [Int]
  private let rows: TrainingSet
  private let columns: [Int]
  private let scaling: ColumnScaling
  /// [train rows, columns], transposed for products.
  private let transposed: Matrix
  private let squares: [Double]

  private static let queryLimit = 300

  init?(_ train: TrainingSet) {
    columns = Array(0..<train.inputs.columnCount).evenly(SignalSample.columnLimit)
    let limit = min(4_000, max(300, 400_000 / max(1, columns.count)))
    positions = Array(0..<train.rowCount).evenly(limit)
    rows = train
    let inputs = Self.inputs(of: train, positions, columns)
    guard let scaling = ColumnScaling(of: inputs) else { return nil }
    self.scaling = scaling
    let scaled = scaling.scaled(inputs)
    squares = scaled.rowDots(with: scaled)
    transposed = scaled.transposed
  }

  private static func inputs(
    of rows: TrainingSet, _ positions: [Int], _ columns: [Int]
  ) -> Matrix {
    rows.inputs.rows(at: positions).matrix(as: Double.self).columns(at: columns)
  }

  /// Rows, by id, whose nearest train row is much nearer than the next, and equal to it in not
  /// everything.
  func nearDuplicates(
    of others: TrainingSet, areTrain: Bool
  ) -> (found: [(row: Int, train: Int)], asked: Int) {
    let asked = (areTrain ? positions : Array(0..<others.rowCount)).evenly(Self.queryLimit)
    let inputs = scaling.scaled(Self.inputs(of: others, asked, columns))
    guard inputs.storage.allSatisfy(\.isFinite) else { return ([], asked.count) }
    let products = inputs.product(with: transposed)
    let own = inputs.rowDots(with: inputs)
    let n = positions.count
    var found: [(row: Int, train: Int)] = []
    for i in asked.indices {
      var (first, second) = (Double.infinity, Double.infinity)
      var nearest = 0
      for j in 0..<n where !(areTrain && positions[j] == asked[i]) {
        let distance = own[i] + squares[j] - 2 * products.storage[i * n + j]
        if distance < first {
          (first, second, nearest) = (distance, first, j)
        } else if distance < second {
          second = distance
        }
      }
      // Rounding leaves a tiny distance between equal rows; SD09 reports those.
      let trifle = 1e-12 * (own[i] + squares[nearest])
      if first > trifle, first < second / 25 {
        found.append((others.rowIDs[asked[i]], rows.rowIDs[positions[nearest]]))
      }
    }
    return (found, asked.count)
  }
}
