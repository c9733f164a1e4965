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

extension ConfusionMatrix {
  /// One report per class, in the classes' order.
  public func classReports(level: Double) -> [ClassReport] {
    (0..<classCount).map { k in
      let (hits, support, predicted) = (counts[k][k], support(k), predictedCount(k))
      return ClassReport(
        name: classNames[k], support: support, predictedCount: predicted,
        precision: exactEstimate(hits, of: predicted, level: level),
        recall: exactEstimate(hits, of: support, level: level),
        f1: ratio(2 * Double(hits), Double(support + predicted)))
    }
  }
}

extension Predictions {
  /// One report per class, in the classes' order; empty for regression.
  public func classTable(level: Double) -> [ClassReport] {
    task.isClassification ? ConfusionMatrix(self).classReports(level: level) : []
  }
}

private func exactEstimate(_ hits: Int, of trials: Int, level: Double) -> Estimate {
  guard trials > 0 else {
    return Estimate(value: nil, low: nil, high: nil, level: level, method: "none: no rows")
  }
  let proportion = Proportion(successCount: hits, trialCount: trials)
  let interval = proportion.clopperPearson(level: level)
  return Estimate(
    value: proportion.share, low: interval.low, high: interval.high, level: level,
    method: "Clopper-Pearson")
}
