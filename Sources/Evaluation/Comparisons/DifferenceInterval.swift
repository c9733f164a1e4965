/// The interval of the difference of two independent numbers from the interval of each.
///
/// **Formula** low = d − √((a − aₗ)² + (bₕ − b)²), high = d + √((aₕ − a)² + (b − bₗ)²)
/// **Source** Newcombe 1998, method 10, for Wilson intervals of two proportions; Zou and Donner
/// 2008 for any two intervals.
func differenceInterval(
  _ a: Double, _ aInterval: Interval, _ b: Double, _ bInterval: Interval
) -> Interval {
  func norm(_ x: Double, _ y: Double) -> Double { (x * x + y * y).squareRoot() }
  return Interval(
    low: a - b - norm(a - aInterval.low, bInterval.high - b),
    high: a - b + norm(aInterval.high - a, b - bInterval.low))
}

extension Estimate {
  /// nil where the estimate has no interval.
  public var interval: Interval? {
    guard let low, let high else { return nil }
    return Interval(low: low, high: high)
  }
}

extension Interval {
  /// The interval of the number's magnitude.
  var magnitudes: Interval {
    let (a, b) = (low.magnitude, high.magnitude)
    return Interval(low: contains(0) ? 0 : min(a, b), high: max(a, b))
  }
}

/// The same for two estimates of a metric; nil where one of them has no interval.
func differenceInterval(_ a: Estimate, _ b: Estimate, _ metric: Metric) -> Interval? {
  guard let aValue = a.value, let aInterval = a.interval, let bValue = b.value,
    let bInterval = b.interval
  else { return nil }
  if metric.direction == .closestToZeroIsBetter {
    return differenceInterval(
      aValue.magnitude, aInterval.magnitudes, bValue.magnitude, bInterval.magnitudes)
  }
  return differenceInterval(aValue, aInterval, bValue, bInterval)
}
