import Testing

@testable import AssayFaults

@Suite struct TwoSamplesTests {
  /// By hand: means 3 and 5, variances 2.5 and 2.5, so d = 2 / √2.5 and t = 2 / √(5/5) = 2 with 8
  /// degrees of freedom; scipy.stats.ttest_ind(equal_var=False) gives p = 0.080516.
  @Test func agreesWithWelchByHand() {
    let samples = TwoSamples([1, 2, 3, 4, 5], [3, 4, 5, 6, 7])
    #expect(abs(samples.effect - 1.264_911) < 1e-6)
    #expect(abs(samples.pValue - 0.080_516_2) < 1e-6)
    #expect(!samples.isDifferent)
  }

  @Test func samplesWithoutSpreadDifferOrNot() {
    #expect(TwoSamples([1, 1, 1], [1, 1, 1]).pValue == 1)
    #expect(TwoSamples([1, 1, 1], [2, 2, 2]).isDifferent)
    #expect(!TwoSamples([1, 1], [1, 1]).isDifferent)
  }

  @Test func quantilesLieBetweenNeighbours() {
    #expect(quantile([3, 1, 2], 0.5) == 2)
    #expect(quantile([0, 10], 0.95) == 9.5)
    #expect(quantile([7], 0.3) == 7)
  }
}
