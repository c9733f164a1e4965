/// Sums over weighted rows of which each is a hit or a miss.
struct HitSums {
  private var total = 0.0
  private var hits = 0.0
  private var totalSquares = 0.0
  private var hitSquares = 0.0

  init() {}

  init(hits: Double, misses: Double, hitSquares: Double, missSquares: Double) {
    total = hits + misses
    self.hits = hits
    totalSquares = hitSquares + missSquares
    self.hitSquares = hitSquares
  }

  mutating func add(isHit: Bool, weight: Double) {
    total += weight
    totalSquares += weight * weight
    if isHit {
      hits += weight
      hitSquares += weight * weight
    }
  }

  /// The share of hits of rows that all have weight 1; nil where there are none.
  var wholeProportion: Proportion? {
    total > 0 ? Proportion(successCount: Int(hits), trialCount: Int(total)) : nil
  }

  /// The share of hits with the number of trials it is as good as; nil where no row has weight.
  ///
  /// **Formula** p = Σ wᵢhᵢ / Σ wᵢ; trials p(1 − p) / v with the linearized variance
  /// v = Σ wᵢ²(hᵢ − p)² / (Σ wᵢ)², but at most (Σ wᵢ)² / Σ wᵢ², which also holds where v is 0.
  /// With equal weights both are the number of rows.
  /// **Source** Korn and Graubard 1998, "Confidence intervals for proportions with small expected
  /// number of positive counts estimated from survey data"; the bound is Kish's effective sample
  /// size.
  var proportion: Proportion? {
    guard total > 0 else { return nil }
    let p = hits / total
    let kish = total * total / totalSquares
    let squares = (1 - p) * (1 - p) * hitSquares + p * p * (totalSquares - hitSquares)
    let linearized = squares > 0 ? p * (1 - p) * total * total / squares : kish
    return Proportion(share: p, effectiveTrialCount: min(kish, linearized))
  }
}
