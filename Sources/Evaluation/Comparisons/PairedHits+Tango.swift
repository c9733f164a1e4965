extension PairedHits {
  /// The score interval of the difference in shares, which holds for few rows and for few
  /// differences.
  ///
  /// **Formula** All Δ with |b − c − nΔ| ≤ z √(n (2q + Δ(1 − Δ))), where q is the likeliest
  /// chance of "baseline only" given Δ.
  /// **Source** Tango 1998, "Equivalence test and confidence interval for the difference in
  /// proportions for the paired-sample design".
  public func tango(level: Double) -> Interval {
    let z = criticalValue(level: level)
    let observed = difference
    // The score falls with Δ, through zero at the observed difference.
    let low = observed <= -1 ? -1 : bisected(from: -1, to: observed) { score($0) - z }
    let high = observed >= 1 ? 1 : bisected(from: observed, to: 1) { score($0) + z }
    return Interval(low: low, high: high)
  }

  private func score(_ delta: Double) -> Double {
    let (n, b, c) = (rowCount, candidateOnly, baselineOnly)
    let linear = (2 * n - b + c) * delta - b - c
    let constant = -c * delta * (1 - delta)
    let root = max(0, linear * linear - 8 * n * constant).squareRoot()
    let q = max(0, (root - linear) / (4 * n))
    let variance = n * (2 * q + delta * (1 - delta))
    let excess = b - c - n * delta
    if excess == 0 { return 0 }
    return variance > 0 ? excess / variance.squareRoot() : excess * .infinity
  }
}
