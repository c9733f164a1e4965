import Foundation
import LinearAlgebra
import Randomness
import Testing

@testable import Evaluation

struct RankingStructureTests {
  /// The interval is that of `Fixtures/intervals.py`, around .9166666667.
  @Test func reproducesDeLongOnTwentyRows() throws {
    let first = try #require(RankingStructure(HandVector.first))
    let second = try #require(RankingStructure(HandVector.second))
    #expect(close(first.area, 11.0 / 12, 1e-15))
    #expect(close(second.area, 0.84375, 1e-15))
    #expect(close(first.variance(of: first.rowParts), 0.00370896, 1e-8))
    #expect(close(second.variance(of: second.rowParts), 0.00764340, 1e-8))
    let differences = zip(first.rowParts, second.rowParts).map { $0 - $1 }
    let expected = 0.00370896 + 0.00764340 - 2 * 0.00289164
    #expect(close(first.variance(of: differences), expected, 2e-8))
    let interval = try #require(first.inference(level: 0.95).interval)
    #expect((interval.low - 0.6594158612366374).magnitude < 1e-9)
    #expect((interval.high - 0.9842509114148084).magnitude < 1e-9)
  }

  /// The variance by DeLong's definition, pair by pair.
  @Test(arguments: [1, 2, 3] as [UInt64])
  func agreesWithThePairwiseDefinition(seed: UInt64) throws {
    var generator = CounterBasedGenerator(seed: seed, purpose: .synthetic)
    let truth = (0..<31).map { $0 % 3 == 0 ? 1 : 0 }
    let scores = truth.map { Double(generator.integer(below: 8) + 2 * $0) / 10 }
    let positives = zip(truth, scores).filter { $0.0 == 1 }.map(\.1)
    let negatives = zip(truth, scores).filter { $0.0 == 0 }.map(\.1)
    func wins(_ a: Double, _ b: Double) -> Double { a > b ? 1 : a == b ? 0.5 : 0 }
    let byPositive = positives.map { p in negatives.map { wins(p, $0) }.mean }
    let byNegative = negatives.map { n in positives.map { wins($0, n) }.mean }
    let variance =
      byPositive.sampleVariance / Double(positives.count)
      + byNegative.sampleVariance / Double(negatives.count)
    let ranking = try #require(RankingStructure(binary(truth, scores)))
    #expect(close(ranking.area, byPositive.mean, 1e-14), "seed \(seed)")
    #expect(close(ranking.variance(of: ranking.rowParts), variance, 1e-12, floor: 0))
  }

  /// All positives above all negatives: 4 separate pairs were won, so the area is at least
  /// .025^(1/4) at 95 %.
  @Test func aPerfectRankingIsNotCertain() throws {
    let ranking = try #require(
      RankingStructure(binary([0, 0, 0, 0, 0, 1, 1, 1, 1], [1, 2, 3, 4, 5, 6, 7, 8, 9])))
    #expect(ranking.area == 1)
    let inference = ranking.inference(level: 0.95)
    #expect(inference.interval?.high == 1)
    #expect(close(inference.interval?.low, pow(0.025, 0.25), 1e-14))
    #expect(inference.method == "Clopper-Pearson of separate pairs")
    let reversed = try #require(
      RankingStructure(binary([1, 1, 1, 1, 1, 0, 0, 0, 0], [1, 2, 3, 4, 5, 6, 7, 8, 9])))
    #expect(reversed.area == 0)
    #expect(reversed.inference(level: 0.95).interval?.low == 0)
  }

  @Test func oneRowOfAClassHasNoVariance() throws {
    let ranking = try #require(RankingStructure(binary([0, 1, 0], [0.1, 0.2, 0.3])))
    #expect(ranking.inference(level: 0.95).interval == nil)
    #expect(ranking.inference(level: 0.95).missing == .undefinedMetric)
  }

  /// Several classes: the standard error is that of resampling rows within each class.
  @Test func macroAreaHasTheSpreadOfResampling() throws {
    let predictions = try Reference.predictions("four classes")
    let ranking = try #require(RankingStructure(predictions))
    let classes = predictions.trueClasses
    let rowsByClass = (0..<4).map { k in classes.indices.filter { classes[$0] == k } }
    var areas: [Double] = []
    for step in 0..<600 {
      var generator = CounterBasedGenerator(seed: 1, purpose: .synthetic, step: step)
      let drawn = rowsByClass.flatMap { rows in
        rows.map { _ in rows[generator.integer(below: rows.count)] }
      }
      areas.append(try #require(RankingStructure(predictions.rows(at: drawn))).area)
    }
    let spread = areas.sampleVariance.squareRoot()
    let error = try #require(ranking.variance(of: ranking.rowParts)).squareRoot()
    // 600 resamples know a spread to 3 %; resampling itself is short by about 1 / class size.
    #expect(close(error, spread, 0.12, floor: 0), "\(error) \(spread)")
  }
}
