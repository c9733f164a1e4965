import Schema
import Testing

@testable import Evaluation

struct PublishedTests {
  private let comparer = Comparer(resamples: 500, seed: 1)
  private let accuracy = metricCatalog.entry("accuracy")

  /// `hits` of `rowCount` rows right.
  private func rows(hits: Int, of rowCount: Int) -> Predictions {
    pairedHits(both: hits, candidateOnly: 0, baselineOnly: 0, neither: rowCount - hits).candidate
  }

  /// Newcombe 1998, method 10, example (a): 56/70 − 48/80 = .2, interval [.0524, .3339].
  @Test func reproducesNewcombesExample() {
    let (a, b) = (
      Proportion(successCount: 56, trialCount: 70), Proportion(successCount: 48, trialCount: 80)
    )
    let found = differenceInterval(
      a.share, a.wilson(level: 0.95), b.share, b.wilson(level: 0.95))
    #expect((found.low - 0.0524).magnitude < 5e-5 && (found.high - 0.3339).magnitude < 5e-5)
  }

  @Test func aNumberWithinOurIntervalIsConsistent() throws {
    // 13,954 of 16,281 is .8571; our interval is [.8516, .8624].
    let ours = rows(hits: 13_954, of: 16_281)
    let found = try comparer.published(accuracy, candidate: ours, value: 0.859, rows: 16_281)
    #expect(found.verdict == .consistent && found.evidence == .numberAndCount)
    #expect(close(found.difference, -0.0019, 1e-4))
    #expect(close(found.low, -0.0095, 2e-4) && close(found.high, 0.0057, 2e-4))
    #expect(found.rowsNeeded == nil && found.pValue == nil)
    let alone = try comparer.published(accuracy, candidate: ours, value: 0.859, rows: nil)
    #expect(alone.verdict == .consistent && alone.evidence == .number)
    #expect(alone.test == "our interval, Wilson")
  }

  @Test func aNumberFromFewRowsIsInconclusive() throws {
    let ours = rows(hits: 13_954, of: 16_281)
    let found = try comparer.published(accuracy, candidate: ours, value: 0.87, rows: 500)
    #expect(found.verdict == .inconclusive)
    // .87 · .13 / ((.0129244 / 2.8016)² − (.0027427)²), about 8,200.
    let needed = try #require(found.rowsNeeded)
    #expect(needed > 7_900 && needed < 8_500, "\(needed)")
    // With this many rows the difference is significant with 80 % power.
    let enough = try comparer.published(accuracy, candidate: ours, value: 0.87, rows: needed)
    #expect(enough.verdict == .inconsistent)
  }

  @Test func aNumberOutOfReachIsInconsistentNeverBetter() throws {
    let ours = rows(hits: 950, of: 1_000)
    for (value, rowCount) in [(0.8, 1_000), (0.99, nil), (0.5, nil)] as [(Double, Int?)] {
      let found = try comparer.published(accuracy, candidate: ours, value: value, rows: rowCount)
      #expect(found.verdict == .inconsistent)
      #expect((found.difference > 0) == (value < 0.95))
    }
  }

  @Test func recallCountsItsShareOfTheirRows() throws {
    // Half of our rows are positive, so half of theirs are taken to be.
    let ours = rows(hits: 90, of: 100)
    let found = try comparer.published(
      metricCatalog.entry("recall"), candidate: ours, value: 0.7, rows: 80)
    let (a, b) = (
      Proportion(successCount: 45, trialCount: 50).wilson(level: 0.95),
      Proportion(successCount: 28, trialCount: 40).wilson(level: 0.95)
    )
    let expected = differenceInterval(0.9, a, 0.7, b)
    #expect(close(found.low, expected.low, 1e-12) && close(found.high, expected.high, 1e-12))
  }

  @Test func otherMetricsScaleOurSpread() throws {
    let ours = try Reference.predictions("diabetes")
    let rmse = metricCatalog.entry("rmse")
    let same = try comparer.published(rmse, candidate: ours, value: 57, rows: 88)
    #expect(same.verdict == .consistent)
    let lower = try comparer.published(rmse, candidate: ours, value: 30, rows: 10_000)
    #expect(lower.verdict == .inconsistent && lower.difference > 0)
    let few = try comparer.published(rmse, candidate: ours, value: 45, rows: 5)
    #expect(few.verdict == .inconclusive)
    let greatest = try comparer.published(
      metricCatalog.entry("max_error"), candidate: ours, value: 100, rows: 50)
    #expect(greatest.verdict == .inconclusive && greatest.low == nil)
  }
}
