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
    #expect(found.correctedPValue == nil && found.pValue == nil)
    let alone = try comparer.published(accuracy, candidate: ours, value: 0.859, rows: nil)
    #expect(alone.verdict == .consistent && alone.evidence == .number && alone.low == nil)
    #expect(alone.test == "our interval, Wilson")
  }

  @Test func aNumberFromFewRowsIsInconclusive() throws {
    let ours = rows(hits: 13_954, of: 16_281)
    let found = try comparer.published(accuracy, candidate: ours, value: 0.87, rows: 500)
    #expect(found.verdict == .inconclusive)
    // With many more rows the same number would be behind ours.
    let enough = try comparer.published(accuracy, candidate: ours, value: 0.87, rows: 9_000)
    #expect(enough.verdict == .behind)
  }

  @Test func aNumberOutOfReachIsAheadOrBehindNeverBetter() throws {
    let ours = rows(hits: 950, of: 1_000)
    let lower = try comparer.published(accuracy, candidate: ours, value: 0.8, rows: 1_000)
    #expect(lower.verdict == .ahead && lower.difference > 0)
    let higher = try comparer.published(accuracy, candidate: ours, value: 0.99, rows: 1_000)
    #expect(higher.verdict == .behind && higher.difference < 0)
  }

  /// Of 400 rows each, an equal system's number lies outside of our interval in one of six samples: without
  /// their rows nothing follows from that.
  @Test(arguments: [0.99, 0.5])
  func aNumberWithoutRowsIsNeverApart(value: Double) throws {
    let found = try comparer.published(
      accuracy, candidate: rows(hits: 950, of: 1_000), value: value, rows: nil)
    #expect(found.verdict == .inconclusive && found.evidence == .number)
    #expect(found.low == nil && found.high == nil && found.smallestDetectable == nil)
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
    #expect(lower.verdict == .behind && lower.difference > 0)
    let few = try comparer.published(rmse, candidate: ours, value: 45, rows: 5)
    #expect(few.verdict == .inconclusive)
    let greatest = try comparer.published(
      metricCatalog.entry("max_error"), candidate: ours, value: 100, rows: 50)
    #expect(greatest.verdict == .inconclusive && greatest.low == nil)
  }
}
