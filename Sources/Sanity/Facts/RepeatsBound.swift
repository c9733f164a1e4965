import Foundation

/// How many rows of a part have an equal train row where repeats within train explain them: each of
/// the rows of both fell into the part independently, with the part's fraction of all rows.
///
/// Of a set of s equal rows with j in the part, all j have an equal train row unless j = s.
struct RepeatsBound: Sendable {
  /// The numbers of sets of equal rows in train and part together, by size; single rows are left out.
  let setCounts: [Int: Int]
  /// The part's fraction of the rows, q.
  let fraction: Double

  /// The expected number of the part's rows with an equal train row: Σ s·(q − q^s).
  var expectedCount: Double {
    setCounts.reduce(0) { sum, item in
      let s = Double(item.key)
      return sum + Double(item.value) * s * (fraction - pow(fraction, s))
    }
  }

  /// An upper bound of the two-sided probability of a count that is so far from the expected one:
  /// twice the bound of its tail, at most 1.
  ///
  /// **Source** Chernoff's bound min_θ e^(−θk)·Π ((1 − q + q·e^θ)^s − q^s·(e^(θs) − 1)), the product
  /// over the sets; θ > 0 for P(≥ k), θ < 0 for P(≤ k).
  func twoSidedProbability(of count: Int) -> Double { min(1, 2 * tailBound(of: count)) }

  /// An upper bound of the probability of a count at least so far on its side of the expected one.
  func tailBound(of count: Int) -> Double {
    let direction = Double(count) > expectedCount ? 1.0 : -1.0
    // The exponent is convex in θ: golden section.
    var (low, high) = (0.0, Self.greatestTilt)
    let ratio = (5.0.squareRoot() - 1) / 2
    for _ in 0..<80 {
      let (a, b) = (high - ratio * (high - low), low + ratio * (high - low))
      if exponent(direction * a, count) <= exponent(direction * b, count) {
        high = b
      } else {
        low = a
      }
    }
    return exp(min(0, exponent(direction * (low + high) / 2, count)))
  }

  /// θ beyond which the bound no longer changes.
  private static let greatestTilt = 40.0

  private func exponent(_ θ: Double, _ count: Int) -> Double {
    setCounts.reduce(-θ * Double(count)) {
      $0 + Double($1.value) * logMoment(θ, size: Double($1.key))
    }
  }

  /// ln((1 − q + q·e^θ)^s − q^s·(e^(θs) − 1)), without the cancellation of its large terms.
  private func logMoment(_ θ: Double, size s: Double) -> Double {
    let all = s * log1p(fraction * expm1(θ))
    let allInPart = -s * log1p((1 - fraction) / fraction * exp(-θ))
    return all + log(exp(s * log(fraction) - all) - expm1(allInPart))
  }
}
