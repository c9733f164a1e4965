internal import LinearAlgebra

/// How rows of one group are predicted, of two classes.
public struct GroupRates: Sendable, Hashable, Codable {
  /// "sex = Female".
  public let group: String
  public let rowCount: Int
  /// Rows predicted positive, of all.
  public let selection: Rate
  /// Rows predicted positive, of the positive ones: recall.
  public let truePositive: Rate
  /// Rows predicted positive, of the negative ones.
  public let falsePositive: Rate
  /// Positive rows, of those predicted positive.
  public let precision: Rate
  /// Positive rows, of all.
  public let prevalence: Rate
  /// The mean predicted probability of the positive class; nil without rows.
  public let meanProbability: Double?

  /// A share with the counts behind it.
  public struct Rate: Sendable, Hashable, Codable {
    /// The rows of the numerator and of the denominator; of weighted rows their weights.
    public let hits: Double
    public let total: Double
    /// With Wilson's interval; undefined where the denominator is 0.
    public let estimate: Estimate
  }

  /// - Parameter positions: The group's rows among those of the predictions.
  init(_ predictions: Predictions, group: String, at positions: [Int], level: Double) {
    let rows = predictions.rows(at: positions)
    let truth = rows.trueClasses.map { $0 == 1 }
    let predicted = rows.predictedClasses.map { $0 == 1 }
    func rate(_ isHit: [Bool], of isCounted: (Int) -> Bool) -> Rate {
      var (sums, hits, total) = (HitSums(), 0.0, 0.0)
      for row in truth.indices where isCounted(row) {
        let weight = rows.weights?[row] ?? 1
        sums.add(isHit: isHit[row], weight: weight)
        total += weight
        if isHit[row] { hits += weight }
      }
      return Rate(
        hits: hits, total: total,
        estimate: Estimate(sums, isWeighted: rows.weights != nil, level: level))
    }
    self.group = group
    rowCount = positions.count
    selection = rate(predicted) { _ in true }
    truePositive = rate(predicted) { truth[$0] }
    falsePositive = rate(predicted) { !truth[$0] }
    precision = rate(truth) { predicted[$0] }
    prevalence = rate(truth) { _ in true }
    let weights = rows.weights ?? [Double](repeating: 1, count: rows.rowCount)
    let total = weights.reduce(0, +)
    let sum = weights.indices.reduce(0.0) { $0 + weights[$1] * rows.outputs[$1, 1] }
    meanProbability = total > 0 ? sum / total : nil
  }
}

extension Estimate {
  fileprivate init(_ sums: HitSums, isWeighted: Bool, level: Double) {
    let proportion = isWeighted ? sums.proportion : sums.wholeProportion
    let interval = proportion?.wilson(level: level)
    self.init(
      value: proportion?.share, low: interval?.low, high: interval?.high, level: level,
      method: proportion == nil
        ? "none: undefined" : isWeighted ? "Wilson of effective rows" : "Wilson")
  }
}
