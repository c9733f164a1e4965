/// What a difference, its interval and its test allow to be said.
struct Judgement {
  let direction: Direction
  /// A difference of at most this much does not matter; nil: every difference does.
  let equivalenceMargin: Double?

  /// Better or worse is what a test found significant, and nothing else. A difference known to lie
  /// within the margin is none, even when it is known not to be zero.
  func verdict(
    difference: Double, interval: Interval?, isSignificant: Bool
  ) -> Comparison.Verdict {
    if let margin = equivalenceMargin, let interval, interval.low >= -margin,
      interval.high <= margin
    {
      return .equivalent
    }
    guard isSignificant else { return .inconclusive }
    return isBetter(difference) ? .better : .worse
  }

  /// Whether a difference is in the candidate's favour.
  func isBetter(_ difference: Double) -> Bool {
    direction == .higherIsBetter ? difference > 0 : difference < 0
  }
}

/// The difference that is found significant in four of five repetitions, from the paired standard
/// error; nil where that is zero or unknown.
///
/// **Formula** (z at `alpha` + z at 80 %) · standard error: 2.80 standard errors at 5 %.
func smallestDetectable(standardError: Double?, alpha: Double) -> Double? {
  guard let standardError, standardError > 0 else { return nil }
  return (criticalValue(level: 1 - alpha) + NormalDistribution.quantile(0.8)) * standardError
}
