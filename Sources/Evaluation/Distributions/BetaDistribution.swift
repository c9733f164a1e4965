import Foundation

/// The beta distribution; its cumulative is the regularised incomplete beta function.
struct BetaDistribution {
  let a: Double
  let b: Double

  /// Iₓ(a, b) = P(X ≤ x).
  func cumulative(_ x: Double) -> Double { tails(x, 1 - x).lower }

  /// P(X > x), with full relative accuracy where it is small.
  func survival(_ x: Double) -> Double { tails(x, 1 - x).upper }

  /// Both tails at x, given its complement y = 1 − x by a caller who knows it more exactly.
  ///
  /// **Source** Continued fraction DLMF 8.17.22 (modified Lentz), evaluated in the tail where it
  /// converges fast.
  func tails(_ x: Double, _ y: Double) -> (lower: Double, upper: Double) {
    if x.isNaN || y.isNaN { return (.nan, .nan) }
    if x <= 0 { return (0, 1) }
    if y <= 0 { return (1, 0) }
    let n = a + b
    // xᵃ yᵇ / B(a, b)
    let front = a * b / n * SaddlePoint.binomial(a, of: n, p: x, q: y)
    if x < (a + 1) / (n + 2) {
      let lower = min(1, front * Self.fraction(a, b, x) / a)
      return (lower, 1 - lower)
    }
    let upper = min(1, front * Self.fraction(b, a, y) / b)
    return (1 - upper, upper)
  }

  /// The x with P(X ≤ x) = p, by bisection on whichever tail is small.
  func quantile(_ p: Double) -> Double {
    if p.isNaN { return .nan }
    if p <= 0 { return 0 }
    if p >= 1 { return 1 }
    return bisected(from: 0, to: 1) { x in p - cumulative(x) }
  }

  /// The x with P(X > x) = p.
  func upperQuantile(_ p: Double) -> Double {
    if p.isNaN { return .nan }
    if p <= 0 { return 1 }
    if p >= 1 { return 0 }
    return bisected(from: 0, to: 1) { x in survival(x) - p }
  }

  private static func fraction(_ a: Double, _ b: Double, _ x: Double) -> Double {
    let tiny = 1e-300
    func away(_ value: Double) -> Double { value.magnitude < tiny ? tiny : value }
    var c = 1.0
    var d = 1 / away(1 - (a + b) * x / (a + 1))
    var result = d
    var m = 1.0
    while m < 100_000 {
      let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      d = 1 / away(1 + even * d)
      c = away(1 + even / c)
      result *= d * c
      let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 / away(1 + odd * d)
      c = away(1 + odd / c)
      let change = d * c
      result *= change
      if (change - 1).magnitude < 1e-16 { break }
      m += 1
    }
    return result
  }
}
