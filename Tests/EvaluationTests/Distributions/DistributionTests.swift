import Foundation
import Testing

@testable import Evaluation

/// Against scipy; every row ends with its value.
struct DistributionTests {
  /// Relative, down to where scipy itself underflows.
  private func agree(
    _ name: String, tolerance: Double = 1e-12, _ function: ([Double]) -> Double
  ) throws {
    let rows = try #require(try Reference.shared.get().distributions[name])
    #expect(rows.count >= 5)
    for row in rows {
      let expected = try #require(row.last)
      let found = function(row)
      #expect(close(found, expected, tolerance, floor: 1e-290), "\(name)\(row): \(found)")
    }
  }

  @Test func normalCumulativeHoldsInBothTails() throws {
    try agree("normal_cumulative") { NormalDistribution.cumulative($0[0]) }
  }

  @Test func normalQuantileHoldsInBothTails() throws {
    try agree("normal_quantile") { NormalDistribution.quantile($0[0]) }
  }

  @Test func normalQuantileIsInfiniteAtTheEndsAndNothingOutside() {
    #expect(NormalDistribution.quantile(0) == -.infinity)
    #expect(NormalDistribution.quantile(1) == .infinity)
    #expect(NormalDistribution.quantile(-0.1).isNaN)
    #expect(NormalDistribution.quantile(.nan).isNaN)
  }

  @Test func betaCumulativeAgrees() throws {
    try agree("beta_cumulative") { BetaDistribution(a: $0[0], b: $0[1]).cumulative($0[2]) }
  }

  @Test func betaQuantileAgrees() throws {
    try agree("beta_quantile", tolerance: 1e-11) {
      BetaDistribution(a: $0[0], b: $0[1]).quantile($0[2])
    }
  }

  @Test func betaUpperQuantileUndoesSurvival() {
    let beta = BetaDistribution(a: 29, b: 2)
    // Closer to one, x itself has too few digits left.
    for p in [1e-4, 0.025, 0.5, 0.975] {
      #expect(close(beta.survival(beta.upperQuantile(p)), p, 1e-11, floor: 0))
    }
  }

  @Test func studentSurvivalAgrees() throws {
    try agree("student_survival") {
      StudentDistribution(degreesOfFreedom: $0[0]).survival($0[1])
    }
  }

  @Test func studentQuantileAgrees() throws {
    try agree("student_quantile", tolerance: 1e-11) {
      StudentDistribution(degreesOfFreedom: $0[0]).upperQuantile($0[1])
    }
  }

  @Test func binomialMassAgrees() throws {
    try agree("binomial_mass") {
      BinomialDistribution(trialCount: Int($0[0]), probability: $0[1]).mass(Int($0[2]))
    }
  }

  @Test func binomialCumulativeAgrees() throws {
    try agree("binomial_cumulative") {
      BinomialDistribution(trialCount: Int($0[0]), probability: $0[1]).cumulative(Int($0[2]))
    }
  }

  @Test func binomialTailsMeet() {
    let binomial = BinomialDistribution(trialCount: 40, probability: 0.3)
    for k in -1...40 {
      let sum = binomial.cumulative(k) + binomial.survival(k)
      #expect(close(sum, 1, 1e-14))
    }
  }

  /// Every number of successes gets exactly its mass of the uniform numbers.
  @Test(arguments: [(1, 0.3), (7, 0.5), (12, 0.02), (30, 0.9)])
  func binomialSamplesFollowTheMass(trials: Int, probability: Double) {
    let binomial = BinomialDistribution(trialCount: trials, probability: probability)
    let gridCount = 100_000
    var counts = [Int](repeating: 0, count: trials + 1)
    for i in 0..<gridCount {
      counts[binomial.sample(uniform: (Double(i) + 0.5) / Double(gridCount))] += 1
    }
    for k in 0...trials {
      // A mass covers an interval of the grid, whose two ends round.
      let share = Double(counts[k]) / Double(gridCount)
      #expect((share - binomial.mass(k)).magnitude <= 2 / Double(gridCount), "k = \(k)")
    }
  }

  @Test func binomialSampleAtTheExtremes() {
    #expect(BinomialDistribution(trialCount: 0, probability: 0.4).sample(uniform: 0.7) == 0)
    #expect(BinomialDistribution(trialCount: 9, probability: 0).sample(uniform: 0.999) == 0)
    #expect(BinomialDistribution(trialCount: 9, probability: 1).sample(uniform: 0.001) == 9)
    let large = BinomialDistribution(trialCount: 1_000_000, probability: 1e-6)
    #expect((0...20).contains(large.sample(uniform: 1 - 0x1p-53)))
  }

  @Test func bisectionFindsRootsOfAnySize() {
    #expect(close(bisected(from: 0, to: 2) { 2 - $0 * $0 }, 2.0.squareRoot(), 1e-15))
    #expect(close(bisected(from: 0, to: 1) { 1e-200 - $0 }, 1e-200, 1e-15, floor: 0))
  }
}
