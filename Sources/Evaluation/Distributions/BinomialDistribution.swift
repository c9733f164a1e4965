/// How many of `trialCount` independent trials succeed.
public struct BinomialDistribution {
  let trialCount: Int
  let probability: Double

  public init(trialCount: Int, probability: Double) {
    self.trialCount = trialCount
    self.probability = probability
  }

  func mass(_ k: Int) -> Double {
    if k < 0 || k > trialCount { return 0 }
    return SaddlePoint.binomial(
      Double(k), of: Double(trialCount), p: probability, q: 1 - probability)
  }

  /// P(K ≤ k).
  func cumulative(_ k: Int) -> Double {
    if k < 0 { return 0 }
    if k >= trialCount { return 1 }
    // P(K ≤ k) = I₁₋ₚ(n − k, k + 1)
    return BetaDistribution(a: Double(trialCount - k), b: Double(k + 1))
      .tails(1 - probability, probability).lower
  }

  /// P(K > k).
  public func survival(_ k: Int) -> Double {
    if k < 0 { return 1 }
    if k >= trialCount { return 0 }
    return BetaDistribution(a: Double(trialCount - k), b: Double(k + 1))
      .tails(1 - probability, probability).upper
  }

  /// The k that a uniform number in [0, 1) stands for.
  ///
  /// **Source** Kemp 1986: the mass function is searched from its mode outwards, so that the cost
  /// grows with the spread, not with the number of trials.
  func sample(uniform: Double) -> Int {
    if trialCount == 0 || probability <= 0 { return 0 }
    if probability >= 1 { return trialCount }
    return sample(uniform: uniform, massAtMode: mass(mode))
  }

  /// The likeliest k.
  var mode: Int { min(trialCount, Int(Double(trialCount + 1) * probability)) }

  /// As above, with `mass(mode)` known already.
  func sample(uniform: Double, massAtMode: Double) -> Int {
    let n = trialCount
    let p = probability
    if n == 0 || p <= 0 { return 0 }
    if p >= 1 { return n }
    let odds = p / (1 - p)
    let mode = mode
    var remaining = uniform - massAtMode
    if remaining < 0 { return mode }
    var (below, above) = (mode, mode)
    var (massBelow, massAbove) = (massAtMode, massAtMode)
    while below > 0 || above < n {
      if above < n {
        massAbove *= odds * Double(n - above) / Double(above + 1)
        above += 1
        remaining -= massAbove
        if remaining < 0 { return above }
      }
      if below > 0 {
        massBelow *= Double(below) / (odds * Double(n - below + 1))
        below -= 1
        remaining -= massBelow
        if remaining < 0 { return below }
      }
      // What is left is rounding: both tails have run out of mass.
      if massAbove < 1e-30, massBelow < 1e-30 { break }
    }
    return mode
  }
}
