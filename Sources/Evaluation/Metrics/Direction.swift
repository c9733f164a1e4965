/// Which way a metric is better.
public enum Direction: String, Sendable, Hashable, Codable {
  case higherIsBetter = "higher_is_better"
  case lowerIsBetter = "lower_is_better"
  /// Neither sign is good: a bias.
  case closestToZeroIsBetter = "closest_to_zero_is_better"

  /// How good a value is: greater is better, in the metric's own unit.
  public func merit(_ value: Double) -> Double {
    switch self {
    case .higherIsBetter: value
    case .lowerIsBetter: -value
    case .closestToZeroIsBetter: -value.magnitude
    }
  }

  /// Whether the first value is strictly better; false where either is not a number.
  public func prefers(_ value: Double, over other: Double) -> Bool {
    merit(value) > merit(other)
  }

  /// Candidate minus baseline; of their magnitudes where neither sign is good.
  func difference(_ candidate: Double, _ baseline: Double) -> Double {
    switch self {
    case .higherIsBetter, .lowerIsBetter: candidate - baseline
    case .closestToZeroIsBetter: candidate.magnitude - baseline.magnitude
    }
  }
}
