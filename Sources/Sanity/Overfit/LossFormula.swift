import Foundation
import Learning
import LinearAlgebra
import Schema

/// Losses computed from predictions by their textbook formulas, apart from the training's code.
enum LossFormula {
  /// The mean loss over the rows; nil where predictions do not determine it.
  ///
  /// **Shapes** outputs [n, 1] for numbers, [n, classCount] probabilities for classes
  static func mean(_ loss: LossKind, outputs: Matrix, targets: Targets) -> Double? {
    switch targets {
    case .values(let values):
      guard let row = pointwise(loss) else { return nil }
      var sum = 0.0
      for i in values.indices { sum += row(outputs.storage[i] - values[i]) }
      return sum / Double(values.count)
    case .classes(let classes, _):
      var sum = 0.0
      for (i, own) in classes.enumerated() {
        guard let value = rowLoss(loss, probabilities: outputs.row(i), own: own) else {
          return nil
        }
        sum += value
      }
      return sum / Double(classes.count)
    }
  }

  /// The loss of a constant prediction, for the frequencies of these targets.
  static func prior(_ loss: LossKind, targets: Targets) -> Double? {
    switch targets {
    case .values(let values):
      guard let row = pointwise(loss) else { return nil }
      let sorted = values.sorted()
      let center =
        loss == .meanSquaredError
        ? values.mean : sorted[sorted.count / 2]
      return values.reduce(0) { $0 + row($1 - center) } / Double(values.count)
    case .classes(let classes, let classCount):
      let shares = classes.counts(of: classCount).map { Double($0) / Double(classes.count) }
      var sum = 0.0
      for own in classes {
        guard let value = rowLoss(loss, probabilities: shares, own: own) else { return nil }
        sum += value
      }
      return sum / Double(classes.count)
    }
  }

  /// The loss of a constant prediction with the deviation of the rows' losses; nil where
  /// predictions do not determine the loss.
  static func priorWithDeviation(
    _ loss: LossKind, targets: Targets
  ) -> (loss: Double, deviation: Double)? {
    guard targets.count > 1, let mean = prior(loss, targets: targets) else { return nil }
    let n = Double(targets.count)
    var squares = 0.0
    switch targets {
    case .values(let values):
      guard let row = pointwise(loss) else { return nil }
      let sorted = values.sorted()
      let center =
        loss == .meanSquaredError
        ? values.mean : sorted[sorted.count / 2]
      for value in values {
        let excess = row(value - center) - mean
        squares += excess * excess
      }
    case .classes(let classes, let classCount):
      let counts = classes.counts(of: classCount)
      let shares = counts.map { Double($0) / n }
      for (own, count) in counts.enumerated() where count > 0 {
        guard let value = rowLoss(loss, probabilities: shares, own: own) else { return nil }
        squares += Double(count) * (value - mean) * (value - mean)
      }
    }
    return (mean, (squares / n).squareRoot())
  }

  /// The same of rows with weights: the weighted mean, and the deviation whose quotient by √n is the
  /// standard error of the mean of n such rows.
  static func priorWithDeviation(
    _ loss: LossKind, targets: Targets, weights: [Double]
  ) -> (loss: Double, deviation: Double)? {
    guard targets.count > 1, let losses = priorLosses(loss, targets: targets, weights: weights)
    else { return nil }
    return (
      losses.mean(weights: weights),
      losses.standardError(weights: weights) * Double(losses.count).squareRoot()
    )
  }

  /// The loss of each row under the prior of weighted rows.
  private static func priorLosses(
    _ loss: LossKind, targets: Targets, weights: [Double]
  ) -> [Double]? {
    switch targets {
    case .values(let values):
      guard let row = pointwise(loss) else { return nil }
      let center =
        loss == .meanSquaredError
        ? values.mean(weights: weights) : weightedMedian(values, weights: weights)
      return values.map { row($0 - center) }
    case .classes(let classes, let classCount):
      let totals = classes.totals(of: classCount, weights: weights)
      let total = weights.reduce(0, +)
      let losses = totals.indices.map { own in
        totals[own] > 0
          ? rowLoss(loss, probabilities: totals.map { $0 / total }, own: own) : 0
      }
      guard losses.allSatisfy({ $0 != nil }) else { return nil }
      return classes.map { losses[$0] ?? 0 }
    }
  }

  /// The value above which less than half of the weight is, as the median of doubled rows.
  private static func weightedMedian(_ values: [Double], weights: [Double]) -> Double {
    let half = weights.reduce(0, +) / 2
    var below = 0.0
    for index in values.indices.sorted(by: { values[$0] < values[$1] }) {
      below += weights[index]
      if below > half { return values[index] }
    }
    return values.max() ?? 0
  }

  /// The share of rows whose own class is the likeliest; 1 for numbers.
  static func accuracy(outputs: Matrix, targets: Targets) -> Double {
    guard case .classes(let classes, _) = targets, !classes.isEmpty else { return 1 }
    var right = 0
    for (i, own) in classes.enumerated() {
      let row = outputs.row(i)
      if row.indices.allSatisfy({ $0 == own || row[$0] < row[own] }) { right += 1 }
    }
    return Double(right) / Double(classes.count)
  }

  static func pointwise(_ loss: LossKind) -> ((Double) -> Double)? {
    switch loss {
    case .auto, .meanSquaredError: { $0 * $0 }
    case .meanAbsoluteError: { abs($0) }
    case .huber: { abs($0) <= 1 ? 0.5 * $0 * $0 : abs($0) - 0.5 }
    case .crossEntropy, .binaryCrossEntropy, .hinge: nil
    }
  }

  private static func rowLoss(
    _ loss: LossKind, probabilities p: [Double], own: Int
  ) -> Double? {
    switch loss {
    case .auto, .crossEntropy: return -log(max(p[own], .leastNormalMagnitude))
    case .binaryCrossEntropy:
      // Several sigmoids are divided by their sum, which loses their size.
      return p.count == 2 ? -log(max(p[own], .leastNormalMagnitude)) : nil
    case .hinge:
      // For two classes the score is the log-odds; for more, differences of log-probabilities
      // are differences of scores.
      let score = log(max(p[own], .leastNormalMagnitude))
      let others = p.indices.filter { $0 != own }.map { log(max(p[$0], .leastNormalMagnitude)) }
      return others.reduce(0) { $0 + max(0, 1 + $1 - score) }
    case .meanSquaredError, .meanAbsoluteError, .huber:
      // Two classes have one output, which stands for both; of more, sigmoids may have been
      // divided by their sum.
      guard let row = pointwise(loss), p.count == 2 else { return nil }
      return row(p[own] - 1)
    }
  }
}

extension GateContext {
  /// The loss in force: `auto` resolved for the task.
  var loss: LossKind {
    guard plan.loss == .auto else { return plan.loss }
    switch task {
    case .regression: return .meanSquaredError
    case .binary: return .binaryCrossEntropy
    case .multiclass: return .crossEntropy
    }
  }
}
