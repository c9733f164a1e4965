import LinearAlgebra
import Schema
import Testing

@testable import Evaluation

struct WeightedComparisonTests {
  private let comparer = Comparer(resamples: 500, seed: 1)
  private let accuracy = metricCatalog.entry("accuracy")

  /// Equal weights are the exact test, whatever their unit.
  @Test(arguments: [1.0, 0.25])
  func equalWeightsGiveMcNemarsExactTest(weight: Double) throws {
    let (a, b) = pairedHits(both: 40, candidateOnly: 11, baselineOnly: 1, neither: 8)
    let weights = [Double](repeating: weight, count: 60)
    // All 2¹² permutations of the rows that differ.
    let comparer = Comparer(resamples: 4_096, seed: 1)
    let plain = try comparer.paired(accuracy, candidate: a, baseline: b)
    let found = try comparer.paired(
      accuracy, candidate: a.weighted(weights), baseline: b.weighted(weights))
    #expect(found.test == "permutation test of weighted hits")
    #expect(close(found.pValue, 0.00634766, 1e-8))
    #expect(close(found.low, try #require(plain.low), 1e-9))
    #expect(close(found.high, try #require(plain.high), 1e-9))
    #expect(close(found.smallestDetectable, try #require(plain.smallestDetectable), 1e-12))
  }

  /// Differences 1, 1, −1, 0 with weights 2, 1, 1, 1: b = 3/5, c = 1/5, D = 2/5; Kish 25/7;
  /// Σ w²(d − D)² = 4 · .36 + .36 + 1.96 + .16 = 3.92, v = 3.92/25, (b + c − D²) / v = .64/.1568
  /// = 4.08: Kish's is the smaller.
  @Test func pairedHitsHaveTheSmallerEffectiveNumberOfRows() {
    let hits = PairedHits(
      weighted: [(true, false), (true, false), (false, true), (true, true)],
      weights: [2, 1, 1, 1])
    #expect(close(hits.rowCount, 25.0 / 7, 1e-14))
    #expect(close(hits.candidateOnly, 15.0 / 7, 1e-14))
    #expect(close(hits.difference, 0.4, 1e-14))
    // The weight on a row that decides: differences 1, 0, 0, 0 with weights 2, 1, 1, 1: b = 2/5,
    // Σ w²(d − D)² = 4 · .36 + 3 · .16 = 1.92, v = .0768, (b − b²) / v = .24/.0768 = 3.125.
    let heavy = PairedHits(
      weighted: [(true, false), (true, true), (true, true), (false, false)],
      weights: [2, 1, 1, 1])
    #expect(close(heavy.rowCount, 3.125, 1e-14))
  }

  /// A disagreement on rows without weight is none.
  @Test func rowsOfWeightZeroDoNotCompare() throws {
    let ours = binary([1, 0, 1, 0], [0.9, 0.1, 0.9, 0.1])
    let theirs = binary([1, 0, 1, 0], [0.9, 0.1, 0.1, 0.9])
    let weights = [1.0, 1, 0, 0]
    let found = try comparer.paired(
      accuracy, candidate: ours.weighted(weights), baseline: theirs.weighted(weights))
    #expect(found.difference == 0 && found.verdict == .inconclusive)
  }

  @Test func otherWeightsAreAnError() {
    let rows = binary([1, 0, 1], [0.9, 0.1, 0.8], rowIDs: [7, 8, 9])
    #expect(throws: ComparisonError.differentWeight(rowID: 8)) {
      try comparer.paired(
        accuracy, candidate: rows.weighted([1, 2, 1]), baseline: rows)
    }
    #expect(
      ComparisonError.differentWeight(rowID: 8).description
        == "both systems must be judged by the same row weights; got two weights for row 8")
  }

  /// A published number of 200 rows against 100 rows of which 50 count three times: the effective
  /// rows are 200² / (50 + 450) = 80.
  @Test func aPublishedNumberIsHeldAgainstEffectiveRows() throws {
    let rows = pairedHits(both: 80, candidateOnly: 0, baselineOnly: 0, neither: 20).candidate
    let weights = (0..<100).map { $0 % 2 == 0 ? 1.0 : 3 }
    let found = try comparer.published(
      accuracy, candidate: rows.weighted(weights), value: 0.8, rows: 200)
    let ours = Proportion(successCount: 64, trialCount: 80).wilson(level: 0.95)
    let theirs = Proportion(successCount: 160, trialCount: 200).wilson(level: 0.95)
    let expected = differenceInterval(0.8, ours, 0.8, theirs)
    // The misses have the weights of all rows, so that both effective numbers agree.
    #expect(close(found.low, expected.low, 1e-12) && close(found.high, expected.high, 1e-12))
  }
}
