/// Successes among trials, with the intervals that hold for few trials and for shares near 0 or 1.
public struct Proportion: Sendable, Hashable {
  public let share: Double
  /// Whole numbers, or of weighted rows the effective numbers.
  let successCount: Double
  let trialCount: Double

  public init(successCount: Int, trialCount: Int) {
    guard trialCount > 0, successCount >= 0, successCount <= trialCount else {
      fatalError(
        "a proportion needs 0 ≤ successes ≤ trials and a trial; got "
          + "\(successCount) of \(trialCount)")
    }
    share = Double(successCount) / Double(trialCount)
    self.successCount = Double(successCount)
    self.trialCount = Double(trialCount)
  }

  /// A share of weighted rows that is as good as one of so many equally weighted rows.
  init(share: Double, effectiveTrialCount: Double) {
    self.share = share
    successCount = share * effectiveTrialCount
    trialCount = effectiveTrialCount
  }

  /// The score interval, whose average coverage is the level: the one to show.
  ///
  /// **Source** Wilson 1927, without continuity correction.
  public func wilson(level: Double) -> Interval {
    Self.wilson(share: share, trialCount: trialCount, level: level)
  }

  static func wilson(share p: Double, trialCount n: Double, level: Double) -> Interval {
    let z = criticalValue(level: level)
    let square = z * z
    let centre = (p + square / (2 * n)) / (1 + square / n)
    let half =
      z / (1 + square / n) * (p * (1 - p) / n + square / (4 * n * n)).squareRoot()
    return Interval(
      low: p == 0 ? 0 : max(0, centre - half), high: p == 1 ? 1 : min(1, centre + half))
  }

  /// The exact interval, whose coverage is never below the level: for rare classes and gates.
  ///
  /// **Source** Clopper and Pearson 1934.
  public func clopperPearson(level: Double) -> Interval {
    let tail = (1 - level) / 2
    let (k, n) = (successCount, trialCount)
    let low = share == 0 ? 0 : BetaDistribution(a: k, b: n - k + 1).quantile(tail)
    let high = share == 1 ? 1 : BetaDistribution(a: k + 1, b: n - k).upperQuantile(tail)
    return Interval(low: low, high: high)
  }
}

extension Proportion {
  /// The correct rows among those of one true class (nil: of all); nil where there are none.
  init?(hitsIn predictions: Predictions, trueClass: Int?) {
    let truth = predictions.trueClasses
    let predicted = predictions.predictedClasses
    self.init(
      of: truth.indices.filter { trueClass == nil || truth[$0] == trueClass },
      weights: predictions.weights
    ) { predicted[$0] == truth[$0] }
  }

  /// The correct rows among those predicted as one class; nil where there are none.
  init?(hitsIn predictions: Predictions, predictedClass: Int) {
    let truth = predictions.trueClasses
    let predicted = predictions.predictedClasses
    self.init(
      of: predicted.indices.filter { predicted[$0] == predictedClass },
      weights: predictions.weights
    ) { truth[$0] == predictedClass }
  }

  /// The rows that are hits, among some rows, by weight; nil where there are none.
  public init?(of rows: [Int], weights: [Double]?, isHit: (Int) -> Bool) {
    var sums = HitSums()
    for row in rows { sums.add(isHit: isHit(row), weight: weights?[row] ?? 1) }
    let proportion = weights == nil ? sums.wholeProportion : sums.proportion
    guard let proportion else { return nil }
    self = proportion
  }
}

/// The z with P(|Z| ≤ z) = level, for the standard normal Z.
func criticalValue(level: Double) -> Double {
  guard level > 0, level < 1 else { fatalError("a level must lie in (0, 1); got \(level)") }
  return -NormalDistribution.quantile((1 - level) / 2)
}
