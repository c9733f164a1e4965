import Foundation

/// The standard normal distribution.
enum NormalDistribution {
  /// P(Z ≤ x), exact to rounding in both tails.
  static func cumulative(_ x: Double) -> Double {
    0.5 * erfc(-x / 2.0.squareRoot())
  }

  /// P(|Z| ≥ |x|).
  static func twoSided(_ x: Double) -> Double {
    erfc(x.magnitude / 2.0.squareRoot())
  }

  static func density(_ x: Double) -> Double {
    exp(-0.5 * x * x) / (2 * Double.pi).squareRoot()
  }

  /// The x with P(Z ≤ x) = p; infinite at 0 and 1.
  ///
  /// **Source** Acklam's rational approximation (2003, relative error 1.2e-9) as the start, then
  /// two Halley steps on `cumulative`. The upper half is mirrored, so that both tails keep their
  /// digits.
  static func quantile(_ p: Double) -> Double {
    if p.isNaN || p < 0 || p > 1 { return .nan }
    if p == 0 { return -.infinity }
    if p == 1 { return .infinity }
    if p > 0.5 { return -quantile(1 - p) }
    var x = roughQuantile(p)
    for _ in 0..<2 {
      let step = (cumulative(x) - p) / density(x)
      guard step.isFinite else { break }
      x -= step / (1 + 0.5 * x * step)
    }
    return x
  }

  /// For p in (0, 1/2].
  private static func roughQuantile(_ p: Double) -> Double {
    if p < 0.02425 {
      let q = (-2 * log(p)).squareRoot()
      let numerator = polynomial(
        q, -7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838e+00,
        -2.549732539343734e+00, 4.374664141464968e+00, 2.938163982698783e+00)
      let denominator = polynomial(
        q, 7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e+00,
        3.754408661907416e+00, 1)
      return numerator / denominator
    }
    let q = p - 0.5
    let r = q * q
    let numerator = polynomial(
      r, -3.969683028665376e+01, 2.209460984245205e+02, -2.759285104469687e+02,
      1.383577518672690e+02, -3.066479806614716e+01, 2.506628277459239e+00)
    let denominator = polynomial(
      r, -5.447609879822406e+01, 1.615858368580409e+02, -1.556989798598866e+02,
      6.680131188771972e+01, -1.328068155288572e+01, 1)
    return q * numerator / denominator
  }

  private static func polynomial(_ x: Double, _ coefficients: Double...) -> Double {
    var sum = 0.0
    for coefficient in coefficients { sum = sum * x + coefficient }
    return sum
  }
}
