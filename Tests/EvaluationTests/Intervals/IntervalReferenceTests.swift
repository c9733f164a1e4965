import Schema
import Testing

@testable import Evaluation

/// Intervals against an independent program, `Fixtures/intervals.py`.
struct IntervalReferenceTests {
  private let estimator = Estimator(resamples: 40_000, seed: 1)

  /// Twenty rows with the counts [[10, 2], [2, 6]].
  @Test(arguments: [
    ("roc_auc", 0.6594158612366374, 0.9842509114148084),
    ("average_precision", 0.5704320049781739, 0.9808526208640337),
    ("balanced_accuracy", 0.5707260394903537, 0.8991354138017247),
    ("f1", 0.4763921957503574, 0.9081894727774894),
    ("mcc", 0.10148598378837734, 0.8178104725208688),
    ("macro_f1", 0.5728757523670587, 0.9109589062762674),
  ])
  func closedFormsAgree(name: String, low: Double, high: Double) {
    let found = estimator.estimate(metricCatalog.entry(name), HandVector.first)
    // Both take central differences.
    #expect(close(found.low, low, 1e-6) && close(found.high, high, 1e-6), "\(found)")
  }

  /// Counts [[8, 1, 1], [2, 5, 0], [0, 1, 3]].
  @Test func severalClassesHaveStudentsQuantile() {
    let cells = [(0, 0, 8), (0, 1, 1), (0, 2, 1), (1, 0, 2), (1, 1, 5), (2, 1, 1), (2, 2, 3)]
    let rows = certain(
      cells.flatMap { [Int](repeating: $0.0, count: $0.2) },
      cells.flatMap { [Int](repeating: $0.1, count: $0.2) }, classCount: 3)
    let found = estimator.estimate(metricCatalog.entry("macro_recall"), rows)
    #expect(close(found.low, 0.5107287843286373, 1e-9), "\(found)")
    #expect(close(found.high, 0.8754397979919342, 1e-9), "\(found)")
  }

  /// Sixty errors, evenly spaced from −1.45 to 1.5; two sequences of resamples know an end to a hundredth of the
  /// interval's length.
  @Test(arguments: [
    ("rmse", 0.7670716132169505, 0.9756790886541984),
    ("mae", 0.6379198797730059, 0.8690876076488507),
    ("r2", 0.7683550564519801, 0.8727350657608992),
  ])
  func bootstrapsAgree(name: String, low: Double, high: Double) throws {
    let errors = (0..<60).map { (Double(($0 * 37) % 60) - 29) / 20 }
    let targets = (0..<60).map { Double(($0 * 7) % 60) / 10 + errors[$0] }
    let rows = regression(targets, zip(targets, errors).map { $0 - $1 })
    let found = estimator.estimate(metricCatalog.entry(name), rows)
    let room = 0.015 * (high - low)
    #expect((try #require(found.low) - low).magnitude < room, "\(found)")
    #expect((try #require(found.high) - high).magnitude < room, "\(found)")
  }

  /// Two rows of 0 and 2, doubled by weights or by rows: the same point estimates and intervals of counts.
  @Test(arguments: ["f1", "balanced_accuracy", "macro_f1"])
  func aWholeWeightIsADoubledRowInTheEstimate(name: String) throws {
    let weights = (0..<20).map { Double(1 + $0 % 3) }
    let doubled = HandVector.first.rows(
      at: weights.indices.flatMap { [Int](repeating: $0, count: Int(weights[$0])) })
    let metric = metricCatalog.entry(name)
    let weighted = estimator.estimate(metric, HandVector.first.weighted(weights))
    let repeated = estimator.estimate(metric, doubled)
    #expect(close(weighted.value, try #require(repeated.value), 1e-13))
    // Doubled rows are more rows; weighted ones are not.
    #expect(try #require(weighted.low) < #require(repeated.low))
  }
}

struct MissingIntervalTests {
  private let estimator = Estimator(resamples: 200, seed: 1)

  private func missing(_ name: String, _ rows: Predictions) -> MissingInterval? {
    let found = estimator.estimate(metricCatalog.entry(name), rows)
    #expect((found.low == nil) == (found.missing != nil), "\(found)")
    return found.missing
  }

  /// Three positives of forty: nothing that compares the classes, but Wilson's intervals.
  @Test func fewRowsOfAClassAreNamed() {
    let truth = (0..<40).map { $0 < 3 ? 1 : 0 }
    let rows = binary(truth, truth.indices.map { 0.1 + 0.02 * Double($0 % 40) })
    for name in ["roc_auc", "average_precision", "mcc", "log_loss", "brier"] {
      #expect(
        missing(name, rows) == .fewRowsOfClass(name: rows.classNames[1], count: 3), "\(name)")
    }
    for name in ["recall", "f1", "balanced_accuracy", "accuracy"] {
      #expect(missing(name, rows) == nil, "\(name)")
    }
  }

  /// One error of 10 among 39 of 1: 100 / 139 of the squares, 10 / 49 of the magnitudes.
  @Test func aDominantRowIsNamed() {
    let truth = (0..<40).map { Double($0) }
    let errors = [10] + (1..<40).map { $0 % 2 == 0 ? 1.0 : -1.0 }
    let rows = regression(truth, zip(truth, errors).map { $0 + $1 })
    #expect(missing("rmse", rows) == .dominantRow(share: 100.0 / 139))
    #expect(missing("r2", rows) == .dominantRow(share: 100.0 / 139))
    // Too many resamples lack the one row that differs.
    #expect(missing("mae", rows) == .dominantRow(share: 10.0 / 49))
  }

  /// Four errors of 5 among 96 of 1: the kurtosis is (4 · 625 + 96) / 100 / ((4 · 25 + 96) / 100)².
  @Test func heavyTailsAreNamed() {
    let truth = (0..<100).map { Double($0) }
    let rows = regression(truth, truth.map { $0 < 4 ? $0 + 5 : $0 + 1 })
    guard case .heavyTails(let kurtosis, let limit) = missing("rmse", rows) else {
      Issue.record("no heavy tails")
      return
    }
    #expect(close(kurtosis, 25.96 / (1.96 * 1.96), 1e-12))
    #expect(close(limit, 1.13 * 3.1622776601683795, 1e-12))
    #expect(missing("mae", rows) == nil)
  }

  @Test func equalLossesHaveNoSpread() {
    let rows = regression((0..<30).map { Double($0) }, (0..<30).map { Double($0) })
    for name in ["rmse", "mae", "r2", "median_absolute_error"] {
      #expect(missing(name, rows) == .noSpread, "\(name)")
    }
    #expect(missing("max_error", rows) == .greatestRow)
  }
}
