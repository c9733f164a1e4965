import Foundation

/// The χ² distribution.
enum ChiSquaredDistribution {
  /// The probability of more than x, with a number of degrees of freedom.
  ///
  /// **Formula** Q(k / 2, x / 2), the regularized upper incomplete gamma function, by its series below
  /// and its continued fraction above k / 2 + 1. **Source** Press et al., Numerical Recipes 6.2
  static func upperTail(_ x: Double, degreesOfFreedom k: Int) -> Double {
    guard k > 0, x > 0 else { return 1 }
    let (a, y) = (Double(k) / 2, x / 2)
    let scale = exp(a * log(y) - y - lgamma(a))
    return y < a + 1 ? 1 - scale * series(a, y) : scale * continuedFraction(a, y)
  }

  private static func series(_ a: Double, _ x: Double) -> Double {
    var (term, n) = (1 / a, a)
    var sum = term
    while term > sum * 1e-17 {
      n += 1
      term *= x / n
      sum += term
    }
    return sum
  }

  private static func continuedFraction(_ a: Double, _ x: Double) -> Double {
    let tiny = 1e-300
    var b = x + 1 - a
    var c = 1 / tiny
    var d = 1 / b
    var value = d
    for i in 1...10_000 {
      let n = -Double(i) * (Double(i) - a)
      b += 2
      d = n * d + b
      if abs(d) < tiny { d = tiny }
      c = b + n / c
      if abs(c) < tiny { c = tiny }
      d = 1 / d
      let factor = d * c
      value *= factor
      if abs(factor - 1) < 1e-16 { break }
    }
    return value
  }
}
