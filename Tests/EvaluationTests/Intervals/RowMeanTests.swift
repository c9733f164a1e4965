import Foundation
import LinearAlgebra
import Randomness
import Testing

@testable import Evaluation

struct RowMeanTests {
  private let resampling = Resampling(count: 20_000, seed: 1)

  /// The interval of scipy's BCa with 200,000 resamples; the tolerance, in standard errors, is the
  /// noise of both.
  @Test(arguments: 0..<4)
  func agreesWithScipyBCa(index: Int) throws {
    let expected = try Reference.shared.get().bca[index]
    let inference = RowMean(expected.values).inference(level: 0.95, resampling: resampling)
    let interval = try #require(inference.interval)
    let error = try #require(inference.standardError)
    #expect(close(error, expected.standardError, 0.02, floor: 0))
    #expect((interval.low - expected.low).magnitude < 0.06 * error, "\(interval), \(expected.low)")
    #expect((interval.high - expected.high).magnitude < 0.06 * error, "\(interval)")
  }

  /// Where both apply, the closed form is what resampling tends to.
  @Test(arguments: [1, 2, 3] as [UInt64])
  func closedFormAgreesWithResampling(seed: UInt64) throws {
    var generator = CounterBasedGenerator(seed: seed, purpose: .synthetic)
    let values = (0..<400).map { _ in -log(1 - generator.uniform()) - 0.9 }
    let closed = RowMean(values).inference(level: 0.95, resampling: resampling)
    let distribution = MomentStatistic(columns: [values], rowWeights: nil) { $0[0] }
      .bootstrap(observed: values.mean, resampling: resampling)
    let drawn = distribution.inference(level: 0.95, method: "")
    let (a, b) = (try #require(closed.interval), try #require(drawn.interval))
    let error = try #require(closed.standardError)
    // 20,000 resamples know an end to about 0.03 standard errors.
    #expect((a.low - b.low).magnitude < 0.1 * error, "seed \(seed): \(a) \(b)")
    #expect((a.high - b.high).magnitude < 0.1 * error, "seed \(seed): \(a) \(b)")
    let (p, q) = (try #require(closed.pValue), try #require(drawn.pValue))
    #expect((p - q).magnitude < 0.15 * max(p, q) + 1e-3, "seed \(seed): \(p) \(q)")
  }

  /// BCa on nine values: acceleration .06633216, interval about [36.4, 92.7] with 9,999 resamples.
  @Test func reproducesTheNineValueExample() {
    let values: [Double] = [10, 27, 31, 40, 46, 50, 52, 104, 146]
    let statistic = MomentStatistic(columns: [values], rowWeights: nil) { $0[0] }
    let jackknife = statistic.jackknife ?? []
    #expect(close(acceleration(jackknife: jackknife), 0.06633216, 1e-7))
    let distribution = statistic.bootstrap(
      observed: values.mean, resampling: Resampling(count: 20_000, seed: 4))
    let interval = distribution.interval(level: 0.95)
    #expect((interval.low - 36.4).magnitude < 0.8 && (interval.high - 92.7).magnitude < 1.5)
    #expect(close(interpolatedQuantile(distribution.replicates, 0.025), 33, 0.02, floor: 0))
    #expect(close(interpolatedQuantile(distribution.replicates, 0.975), 85, 0.02, floor: 0))
  }

  /// Ten differences of fold scores: t 3.88064504, p .00372773.
  @Test func fewRowsUseStudent() throws {
    let a = [0.90, 0.87, 0.91, 0.88, 0.93, 0.89, 0.90, 0.92, 0.86, 0.91]
    let b = [0.88, 0.86, 0.90, 0.89, 0.90, 0.88, 0.88, 0.91, 0.85, 0.89]
    let inference = RowMean(zip(a, b).map { $0 - $1 })
      .inference(level: 0.95, resampling: resampling)
    #expect(inference.method == "Student t of row values")
    #expect(close(inference.pValue, 0.00372773, 1e-6, floor: 0.01))
    let interval = try #require(inference.interval)
    // The mean .013 and the quantile 2.262157 of nine degrees of freedom.
    let half = 2.2621571628 * 0.013 / 3.88064504
    #expect(close(interval.low, 0.013 - half, 1e-7) && close(interval.high, 0.013 + half, 1e-7))
  }

  @Test func oneRowHasNoInterval() {
    let inference = RowMean([3]).inference(level: 0.95, resampling: resampling)
    #expect(inference.interval == nil && inference.method == "none: one row")
  }

  @Test(arguments: [2, 19, 20, 250])
  func equalValuesHaveNoSpread(count: Int) {
    let inference = RowMean([Double](repeating: 0.1, count: count))
      .inference(level: 0.95, resampling: Resampling(count: 50, seed: 1))
    #expect(close(inference.interval?.low, 0.1, 1e-14))
    #expect(close(inference.interval?.high, 0.1, 1e-14))
  }

  /// Skewed losses of 60 rows: the interval misses the true mean in about one case of twenty.
  @Test func coversSkewedMeansNearItsLevel() {
    var hits = 0
    let trialCount = 250
    for trial in 0..<trialCount {
      var generator = CounterBasedGenerator(seed: 99, purpose: .synthetic, step: trial)
      let values = (0..<60).map { _ in -log(1 - generator.uniform()) }
      let interval = RowMean(values)
        .inference(level: 0.95, resampling: Resampling(count: 300, seed: 3)).interval
      if interval?.contains(1) == true { hits += 1 }
    }
    let coverage = Double(hits) / Double(trialCount)
    #expect(coverage > 0.90 && coverage < 0.985, "\(coverage)")
  }
}
