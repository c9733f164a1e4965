import Foundation
import Testing

@testable import Monitoring

/// The tests and distances against scipy (`Fixtures/make_statistics.py`) and published values.
@Suite struct StatisticsTests {
  private struct Fixture: Decodable {
    struct Numbers: Decodable {
      let reference, current: [Double]
      let ks, p, wasserstein: Double
    }
    struct Categories: Decodable {
      let reference, current: [Int]
      let chi2, p, psi, tvd, js: Double
    }
    let numbers: [Numbers]
    let categories: [Categories]
    let tails: [[Double]]

    static func read() throws -> Fixture {
      let file = try #require(
        Bundle.module.url(forResource: "Fixtures/statistics", withExtension: "json"))
      return try JSONDecoder().decode(Fixture.self, from: Data(contentsOf: file))
    }
  }

  private func isClose(_ one: Double, _ other: Double, _ tolerance: Double = 1e-9) -> Bool {
    abs(one - other) <= tolerance * abs(other)
  }

  @Test func numbersAreAsScipyHasThem() throws {
    for sample in try Fixture.read().numbers {
      let test = NumberTest(
        reference: sample.reference, standingFor: sample.reference.count, current: sample.current)
      #expect(isClose(test.kolmogorovSmirnov, sample.ks))
      #expect(isClose(test.pValue, sample.p), "\(test.pValue) \(sample.p)")
      #expect(isClose(test.wasserstein, sample.wasserstein))
      // The limit that many rows are judged by.
      let (n, m) = (Double(sample.reference.count), Double(sample.current.count))
      let root = (n * m / (n + m)).squareRoot()
      let limit = NumberTest.kolmogorov((root + 0.12 + 0.11 / root) * sample.ks)
      #expect(abs(limit - sample.p) < 0.02 + 0.1 * sample.p)
    }
  }

  @Test func categoriesAreAsScipyHasThem() throws {
    for sample in try Fixture.read().categories {
      let test = CategoryTest(reference: sample.reference, current: sample.current)
      #expect(isClose(test.statistic.value, sample.chi2))
      #expect(isClose(test.pValue, sample.p))
      #expect(isClose(test.stabilityIndex, sample.psi))
      #expect(isClose(test.totalVariation, sample.tvd))
      #expect(isClose(test.jensenShannon, sample.js))
    }
  }

  @Test func tailsOfChiSquaredAreAsScipyHasThem() throws {
    for tail in try Fixture.read().tails {
      let p = ChiSquaredDistribution.upperTail(tail[0], degreesOfFreedom: Int(tail[1]))
      #expect(isClose(p, tail[2], 1e-11), "\(tail)")
    }
    #expect(ChiSquaredDistribution.upperTail(0, degreesOfFreedom: 3) == 1)
  }

  /// By hand: of 20 orders of three and three rows, two have a difference of 1.
  @Test func theExactProbabilityIsAShareOfOrders() {
    let test = NumberTest(reference: [1, 2, 3], standingFor: 3, current: [4, 5, 6])
    #expect(test.kolmogorovSmirnov == 1)
    #expect(abs(test.pValue - 0.1) < 1e-15)
    #expect(isClose(test.wasserstein, 3, 1e-15))
    let same = NumberTest(reference: [1, 2], standingFor: 2, current: [1, 2])
    #expect(same.pValue == 1)
    #expect(same.wasserstein == 0)
    #expect(NumberTest(reference: [], standingFor: 0, current: [1]).pValue == 1)
  }

  @Test func manyRowsMergeSparseCells() {
    // Two cells of one row each: together with the smallest other one.
    let test = CategoryTest(reference: [50, 50, 1, 0], current: [48, 52, 0, 1])
    #expect(test.statistic.degreesOfFreedom == 1)
    #expect(CategoryTest(reference: [100], current: [100]).pValue == 1)
  }

  /// By hand: 2 of the 20 ways to choose three of six rows are as far apart; and Fisher's exact p of
  /// [[8, 2], [1, 5]], .0350 (two-sided by χ²).
  @Test func fewRowsAreExchanged() {
    #expect(abs(CategoryTest(reference: [3, 0], current: [0, 3]).pValue - 0.1) < 0.02)
    #expect(abs(CategoryTest(reference: [8, 2], current: [1, 5]).pValue - 0.035) < 0.012)
    #expect(CategoryTest(reference: [10, 10, 10], current: [0, 2, 148]).pValue < 0.001)
    #expect(CategoryTest(reference: [2, 1], current: [2, 1]).pValue == 1)
  }
}
