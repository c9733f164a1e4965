import Evaluation

/// Two samples held against each other without assuming that they vary alike.
struct TwoSamples: Sendable {
  /// Two-sided, of equal means.
  let pValue: Double
  /// The difference of the means (second less first) in pooled standard deviations.
  let effect: Double

  /// Whether a fault hurts: p < .05 and |d| ≥ .5.
  var isDifferent: Bool { pValue < 0.05 && effect.magnitude >= 0.5 }

  /// **Source** Welch 1947 with Satterthwaite's degrees of freedom; Cohen 1988, d with the root of
  /// the mean of both variances
  init(_ first: [Double], _ second: [Double]) {
    let (a, b) = (Moments(first), Moments(second))
    let difference = b.mean - a.mean
    let pooled = ((a.variance + b.variance) / 2).squareRoot()
    guard pooled > 0 else {
      effect = difference == 0 ? 0 : difference > 0 ? .infinity : -.infinity
      pValue = difference == 0 ? 1 : 0
      return
    }
    let (va, vb) = (a.variance / a.count, b.variance / b.count)
    let freedom = (va + vb) * (va + vb) / (va * va / (a.count - 1) + vb * vb / (b.count - 1))
    effect = difference / pooled
    pValue = StudentDistribution(degreesOfFreedom: freedom).twoSided(
      difference / (va + vb).squareRoot())
  }
}

/// Count, mean and unbiased variance.
struct Moments: Sendable {
  let count: Double
  let mean: Double
  let variance: Double

  init(_ values: [Double]) {
    let n = Double(values.count)
    let mean = values.reduce(0, +) / Swift.max(1, n)
    count = n
    self.mean = mean
    variance =
      values.count < 2 ? 0 : values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (n - 1)
  }

  var standardError: Double { (variance / Swift.max(1, count)).squareRoot() }
}

/// The value below which a share of the values lies, between neighbours linearly.
func quantile(_ values: [Double], _ share: Double) -> Double {
  let sorted = values.sorted()
  guard let last = sorted.last else { return .nan }
  let place = share * Double(sorted.count - 1)
  let below = Int(place)
  guard below + 1 < sorted.count else { return last }
  return sorted[below] + (place - Double(below)) * (sorted[below + 1] - sorted[below])
}
