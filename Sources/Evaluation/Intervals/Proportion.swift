/// Successes among trials, with the intervals that hold for few trials and for shares near 0 or 1.
public struct Proportion: Sendable, Hashable {
  public let successCount: Int
  /// At least one.
  public let trialCount: Int

  public init(successCount: Int, trialCount: Int) {
    guard trialCount > 0, successCount >= 0, successCount <= trialCount else {
      fatalError(
        "a proportion needs 0 ≤ successes ≤ trials and a trial; got "
          + "\(successCount) of \(trialCount)")
    }
    self.successCount = successCount
    self.trialCount = trialCount
  }

  public var share: Double { Double(successCount) / Double(trialCount) }

  /// The score interval, whose average coverage is the level: the one to show.
  ///
  /// **Source** Wilson 1927, without continuity correction.
  public func wilson(level: Double) -> Interval {
    Self.wilson(share: share, trialCount: Double(trialCount), level: level)
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
    let (k, n) = (Double(successCount), Double(trialCount))
    let low = successCount == 0 ? 0 : BetaDistribution(a: k, b: n - k + 1).quantile(tail)
    let high =
      successCount == trialCount ? 1 : BetaDistribution(a: k + 1, b: n - k).upperQuantile(tail)
    return Interval(low: low, high: high)
  }
}

/// The z with P(|Z| ≤ z) = level, for the standard normal Z.
func criticalValue(level: Double) -> Double {
  guard level > 0, level < 1 else { fatalError("a level must lie in (0, 1); got \(level)") }
  return -NormalDistribution.quantile((1 - level) / 2)
}
