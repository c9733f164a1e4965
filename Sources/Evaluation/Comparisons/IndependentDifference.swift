/// A metric's difference between two sets of rows that share none.
///
/// **Formula** with the estimates a ∈ [l₁, u₁] and b ∈ [l₂, u₂]: from
/// a − b − √((a − l₁)² + (u₂ − b)²) to a − b + √((u₁ − a)² + (b − l₂)²). The p-value takes the end
/// that faces 0 for z standard errors of a normal distribution, so that it is below 1 − level
/// exactly when the interval leaves 0 out.
/// **Source** Zou and Donner 2008 (MOVER); of two Wilson intervals it is Newcombe 1998, method 10.
public struct IndependentDifference: Sendable, Hashable, Codable {
  public let value: Double
  public let interval: Interval
  /// Two-sided, of no difference.
  public let pValue: Double

  /// nil where an estimate has no value or no interval, or both intervals have no width.
  public init?(of first: Estimate, minus second: Estimate) {
    guard let a = first.value, let aLow = first.low, let aHigh = first.high,
      let b = second.value, let bLow = second.low, let bHigh = second.high
    else { return nil }
    let below = hypotenuse(a - aLow, bHigh - b)
    let above = hypotenuse(aHigh - a, b - bLow)
    let facing = a > b ? below : above
    guard facing > 0, facing.isFinite else { return nil }
    value = a - b
    interval = Interval(low: value - below, high: value + above)
    let z = abs(value) / facing * criticalValue(level: first.level)
    pValue = NormalDistribution.twoSided(z)
  }
}

private func hypotenuse(_ first: Double, _ second: Double) -> Double {
  (first * first + second * second).squareRoot()
}
