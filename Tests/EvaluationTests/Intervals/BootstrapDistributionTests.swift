import Testing

@testable import Evaluation

/// However skewed the statistic: where every resample is above zero, zero is refused.
@Test(arguments: [-1.0, -0.25, 0, 0.25, 1])
func zeroBeyondAllResamplesIsRefused(acceleration: Double) {
  let replicates = (1...2_000).map { 0.9 + 0.0001 * Double($0) }
  let above = BootstrapDistribution(
    observed: 1, replicates: replicates, acceleration: acceleration)
  let below = BootstrapDistribution(
    observed: -1, replicates: replicates.map { -$0 }, acceleration: acceleration)
  #expect(above.pValue == 1.0 / 2_000)
  #expect(below.pValue == 1.0 / 2_000)
}

/// Half of the resamples on each side: nothing speaks against zero.
@Test func zeroInTheMiddleIsNotRefused() {
  let replicates = (0..<2_000).map { Double($0) - 999.5 }
  let distribution = BootstrapDistribution(observed: 0, replicates: replicates, acceleration: 0)
  #expect(distribution.pValue > 0.95)
}
