import Randomness
import Testing

@testable import Evaluation

struct ProportionTests {
  /// Published to six decimals.
  @Test(arguments: [
    (90, 100, 0.825634, 0.944771, 0.823777, 0.950995), (0, 20, 0, 0.161125, 0, 0.168433),
    (1, 10, 0.017876, 0.404150, 0.002529, 0.445016),
    (28, 30, 0.786765, 0.981523, 0.779265, 0.991822),
  ])
  func agreesWithPublishedIntervals(
    successes: Int, trials: Int, wilsonLow: Double, wilsonHigh: Double, exactLow: Double,
    exactHigh: Double
  ) {
    let proportion = Proportion(successCount: successes, trialCount: trials)
    let wilson = proportion.wilson(level: 0.95)
    let exact = proportion.clopperPearson(level: 0.95)
    let found = [wilson.low, wilson.high, exact.low, exact.high]
    for (value, expected) in zip(found, [wilsonLow, wilsonHigh, exactLow, exactHigh]) {
      #expect((value - expected).magnitude < 6e-7)
    }
  }

  @Test func allAndNoneReachTheEnds() {
    for trials in [1, 5, 1_000] {
      for level in [0.8, 0.99] {
        let none = Proportion(successCount: 0, trialCount: trials)
        let all = Proportion(successCount: trials, trialCount: trials)
        #expect(none.wilson(level: level).low == 0 && all.wilson(level: level).high == 1)
        #expect(none.clopperPearson(level: level).low == 0)
        #expect(all.clopperPearson(level: level).high == 1)
        // Exactly 1 − (tail)^(1/n), by symmetry the same distance from either end.
        let low = all.clopperPearson(level: level).low
        let high = none.clopperPearson(level: level).high
        #expect(close(low + high, 1, 1e-12))
      }
    }
  }

  /// The chance of an interval that holds the true share, summed over all outcomes.
  private func coverage(
    trials: Int, share: Double, _ interval: (Proportion) -> Interval
  ) -> Double {
    let binomial = BinomialDistribution(trialCount: trials, probability: share)
    return (0...trials).reduce(0.0) { sum, k in
      let proportion = Proportion(successCount: k, trialCount: trials)
      return interval(proportion).contains(share) ? sum + binomial.mass(k) : sum
    }
  }

  /// Exact coverage as published: three decimals.
  @Test(arguments: [
    (30, 0.95, 0.939, 0.984), (100, 0.95, 0.966, 0.983), (200, 0.99, 0.948, 0.984),
    (1_000, 0.99, 0.964, 0.976),
  ])
  func hasThePublishedCoverage(trials: Int, share: Double, wilson: Double, exact: Double) {
    let found = coverage(trials: trials, share: share) { $0.wilson(level: 0.95) }
    #expect((found - wilson).magnitude <= 5.1e-4, "\(found)")
    let exactFound = coverage(trials: trials, share: share) { $0.clopperPearson(level: 0.95) }
    #expect((exactFound - exact).magnitude <= 5.1e-4, "\(exactFound)")
  }

  @Test(arguments: [11, 12, 13, 14, 15] as [UInt64])
  func wilsonCoversAtItsLevelOnAverage(seed: UInt64) {
    var generator = CounterBasedGenerator(seed: seed, purpose: .synthetic)
    var sum = 0.0
    let shareCount = 100
    for _ in 0..<shareCount {
      let share = 0.05 + 0.9 * generator.uniform()
      let found = coverage(trials: 50, share: share) { $0.wilson(level: 0.95) }
      #expect(found > 0.90, "seed \(seed), share \(share)")
      sum += found
    }
    #expect((sum / Double(shareCount) - 0.95).magnitude < 0.01, "seed \(seed)")
  }
}
