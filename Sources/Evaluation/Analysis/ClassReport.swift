import Schema

/// How one class fares.
public struct ClassReport: Sendable, Hashable {
  public let name: String
  /// Rows of the class.
  public let support: Int
  /// Rows given to the class.
  public let predictedCount: Int
  /// With a Clopper-Pearson interval; no value where no row was given to the class.
  public let precision: Estimate
  /// With a Clopper-Pearson interval; no value where the class has no rows.
  public let recall: Estimate
  /// nil where the class is neither true nor predicted anywhere.
  public let f1: Double?
}

extension Predictions {
  /// One report per class, in the classes' order; empty for regression.
  ///
  /// Rows count with their weights, except in `support` and `predictedCount`. The intervals of
  /// weighted rows are Clopper-Pearson's at the effective number of rows (`HitSums.proportion`).
  public func classTable(level: Double) -> [ClassReport] {
    guard task.isClassification else { return [] }
    let predictions = weightedRows
    let matrix = ConfusionMatrix(predictions)
    let counts = ClassCounts(predictions)
    let hits = ClassHits(predictions)
    return (0..<classCount).map { k in
      ClassReport(
        name: classNames[k], support: matrix.support(k), predictedCount: matrix.predictedCount(k),
        precision: exactEstimate(hits.precision(k), level: level),
        recall: exactEstimate(hits.recall(k), level: level), f1: counts.f1(k))
    }
  }

  private func exactEstimate(_ proportion: Proportion?, level: Double) -> Estimate {
    guard let proportion else {
      return Estimate(value: nil, low: nil, high: nil, level: level, method: "none: no rows")
    }
    let interval = proportion.clopperPearson(level: level)
    return Estimate(
      value: proportion.share, low: interval.low, high: interval.high, level: level,
      method: weights == nil ? "Clopper-Pearson" : "Clopper-Pearson of effective rows")
  }
}

/// The hits of each class, in one pass over the rows.
private struct ClassHits {
  private let isWeighted: Bool
  private var byTruth: [HitSums]
  private var byPrediction: [HitSums]

  init(_ predictions: Predictions) {
    isWeighted = predictions.weights != nil
    byTruth = [HitSums](repeating: HitSums(), count: predictions.classCount)
    byPrediction = byTruth
    let predicted = predictions.predictedClasses
    for (i, truth) in predictions.trueClasses.enumerated() {
      let weight = predictions.weights?[i] ?? 1
      byTruth[truth].add(isHit: predicted[i] == truth, weight: weight)
      byPrediction[predicted[i]].add(isHit: predicted[i] == truth, weight: weight)
    }
  }

  func recall(_ k: Int) -> Proportion? { proportion(byTruth[k]) }

  func precision(_ k: Int) -> Proportion? { proportion(byPrediction[k]) }

  private func proportion(_ sums: HitSums) -> Proportion? {
    isWeighted ? sums.proportion : sums.wholeProportion
  }
}
