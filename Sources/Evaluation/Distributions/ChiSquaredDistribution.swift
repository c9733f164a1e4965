import Foundation

/// The chi-squared distribution; its survival is the regularised upper incomplete gamma function.
struct ChiSquaredDistribution {
  let degreesOfFreedom: Double

  /// P(X > x).
  ///
  /// **Source** DLMF 8.11.4 (series) below the mean, 8.9.2 (continued fraction) above.
  func survival(_ x: Double) -> Double {
    if x.isNaN { return .nan }
    if x <= 0 { return 1 }
    let a = degreesOfFreedom / 2
    let z = x / 2
    return z < a + 1 ? 1 - Self.lowerSeries(a, z) : Self.upperFraction(a, z)
  }

  private static func lowerSeries(_ a: Double, _ z: Double) -> Double {
    var term = 1.0
    var sum = 1.0
    var n = a
    for _ in 0..<100_000 {
      n += 1
      term *= z / n
      sum += term
      if term < sum * 1e-17 { break }
    }
    return SaddlePoint.poisson(a, mean: z) * sum
  }

  private static func upperFraction(_ a: Double, _ z: Double) -> Double {
    let tiny = 1e-300
    var b = z + 1 - a
    var c = 1 / tiny
    var d = 1 / b
    var result = d
    for i in 1..<100_000 {
      let numerator = -Double(i) * (Double(i) - a)
      b += 2
      d = 1 / (numerator * d + b)
      c = b + numerator / c
      if c.magnitude < tiny { c = tiny }
      let change = d * c
      result *= change
      if (change - 1).magnitude < 1e-16 { break }
    }
    // zᵃ e⁻ᶻ / Γ(a) = a · zᵃ e⁻ᶻ / Γ(a + 1)
    return a * SaddlePoint.poisson(a, mean: z) * result
  }
}
