import Foundation

/// Powers over factorials without the cancellation that lgamma brings for large arguments.
///
/// **Source** Loader 2000, "Fast and accurate computation of binomial probabilities".
enum SaddlePoint {
  /// ln n! minus Stirling's formula: ln Γ(n+1) − (n + ½) ln n + n − ½ ln 2π, for n > 0.
  static func stirlingError(_ n: Double) -> Double {
    if n <= 15 {
      return lgamma(n + 1) - (n + 0.5) * log(n) + n - 0.5 * log(2 * Double.pi)
    }
    let s = 1 / (n * n)
    let series =
      1.0 / 12
      - s * (1.0 / 360 - s * (1.0 / 1260 - s * (1.0 / 1680 - s * (1.0 / 1188 - s * 691 / 360_360))))
    return series / n
  }

  /// x ln(x/m) + m − x, without cancellation near x = m.
  static func deviance(_ x: Double, _ m: Double) -> Double {
    if (x - m).magnitude >= 0.1 * (x + m) { return x * log(x / m) + m - x }
    let v = (x - m) / (x + m)
    var sum = (x - m) * v
    var term = 2 * x * v
    var j = 1.0
    while j < 1_000 {
      term *= v * v
      let next = sum + term / (2 * j + 1)
      if next == sum { break }
      sum = next
      j += 1
    }
    return sum
  }

  /// Γ(n+1) / (Γ(x+1) Γ(n−x+1)) · pˣ (1−p)ⁿ⁻ˣ for real 0 ≤ x ≤ n; q is 1 − p.
  static func binomial(_ x: Double, of n: Double, p: Double, q: Double) -> Double {
    if p <= 0 { return x == 0 ? 1 : 0 }
    if q <= 0 { return x == n ? 1 : 0 }
    if x < 0 || x > n { return 0 }
    if x == 0 { return n == 0 ? 1 : exp(p < 0.5 ? n * log1p(-p) : n * log(q)) }
    if x == n { return exp(q < 0.5 ? n * log1p(-q) : n * log(p)) }
    let exponent =
      stirlingError(n) - stirlingError(x) - stirlingError(n - x) - deviance(x, n * p)
      - deviance(n - x, n * q)
    return exp(exponent) * (n / (2 * Double.pi * x * (n - x))).squareRoot()
  }

  /// mˣ e⁻ᵐ / Γ(x+1) for real x ≥ 0.
  static func poisson(_ x: Double, mean m: Double) -> Double {
    if m == 0 { return x == 0 ? 1 : 0 }
    if x == 0 { return exp(-m) }
    return exp(-stirlingError(x) - deviance(x, m)) / (2 * Double.pi * x).squareRoot()
  }
}
