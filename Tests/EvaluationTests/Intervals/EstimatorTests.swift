import Foundation
import Randomness
import Schema
import Testing

@testable import Evaluation

struct EstimatorTests {
  private let estimator = Estimator(level: 0.95, resamples: 2_000, seed: 1)

  private func estimate(_ name: String, _ predictions: Predictions) -> Estimate {
    estimator.estimate(metricCatalog.entry(name), predictions)
  }

  @Test(arguments: [
    ("accuracy", "Wilson"), ("recall", "Wilson"), ("precision", "Wilson"),
    ("specificity", "Wilson"),
    ("f1", "Wilson of the overlap"), ("mcc", "Fisher z"),
    ("macro_f1", "MOVER of Wilson overlaps"), ("balanced_accuracy", "MOVER of Wilson"),
    ("roc_auc", "DeLong, logit scale, Student t"), ("log_loss", "bootstrap-t, log scale"),
    ("average_precision", "linearized, logit scale, Student t"),
  ])
  func choosesTheMethodByStructure(name: String, method: String) {
    #expect(estimate(name, HandVector.first).method == method)
  }

  /// Whatever is shared or done at the same time, each metric has what it has alone.
  @Test(arguments: ["iris", "four classes", "breast_cancer 30", "diabetes"])
  func allMetricsTogetherAreWhatEachIsAlone(_ name: String) throws {
    let rows = try Reference.predictions(name)
    let metrics = metricCatalog.entries.filter { $0.tasks.contains(rows.task) }
    let together = estimator.estimates(metrics, rows)
    #expect(together == metrics.map { estimator.estimate($0, rows) })
    #expect(together.contains { $0.low != nil })
  }

  /// Metrics without a value keep their place among those that have one.
  @Test func undefinedMetricsKeepTheirPlace() {
    let rows = binary([1, 1, 1], [0.9, 0.8, 0.7])
    let metrics = metricCatalog.entries.filter { $0.tasks.contains(.binary) }
    let together = estimator.estimates(metrics, rows)
    #expect(together == metrics.map { estimator.estimate($0, rows) })
    #expect(together.contains { $0.value == nil } && together.contains { $0.value != nil })
  }

  /// 16 of 20 right.
  @Test func accuracyHasWilsonsInterval() throws {
    let found = estimate("accuracy", HandVector.first)
    let expected = Proportion(successCount: 16, trialCount: 20).wilson(level: 0.95)
    #expect(found.value == 0.8 && found.low == expected.low && found.high == expected.high)
  }

  /// Recall knows only the positive rows, precision only the rows called positive.
  @Test func sharesCountTheirOwnRows() {
    let rows = binary([1, 1, 1, 0, 0, 0, 0, 0], [0.9, 0.8, 0.1, 0.9, 0.7, 0.6, 0.1, 0.2])
    let recall = Proportion(successCount: 2, trialCount: 3).wilson(level: 0.95)
    let precision = Proportion(successCount: 2, trialCount: 5).wilson(level: 0.95)
    #expect(estimate("recall", rows).low == recall.low)
    #expect(estimate("precision", rows).high == precision.high)
  }

  @Test func rootMeanSquaredErrorHasTheRootOfTheInterval() throws {
    let rows = try Reference.predictions("diabetes")
    let (mse, rmse) = (estimate("mse", rows), estimate("rmse", rows))
    #expect(close(rmse.low, try #require(mse.low).squareRoot(), 1e-14))
    #expect(close(rmse.high, try #require(mse.high).squareRoot(), 1e-14))
  }

  @Test func aMeanOfSquaresIsNotBelowZero() throws {
    // Student's t of two rows would reach far below.
    let found = estimate("mse", regression([0, 0], [1, 3]))
    #expect(found.low == 0 && found.value == 5)
  }

  @Test func perfectCountsAreNotCertain() throws {
    // 20 of 20 positives right and no false alarm: Wilson's lower end is 20 / (20 + z²).
    let truth = (0..<40).map { $0 % 2 }
    let found = estimate("f1", certain(truth, truth, classCount: 2))
    #expect(found.value == 1 && found.high == 1)
    let overlap = 20 / (20 + 3.841458820694124)
    #expect(close(found.low, 2 * overlap / (1 + overlap), 1e-12))
    for name in ["mcc", "kappa", "balanced_accuracy", "macro_f1", "roc_auc", "average_precision"] {
      let other = estimate(name, certain(truth, truth, classCount: 2))
      let low = try #require(other.low, "\(name)")
      #expect(other.value == 1 && other.high == 1 && low > 0.5 && low < 0.98, "\(name): \(low)")
    }
  }

  @Test func aMedianHasOrderStatistics() {
    // Ten rows at 95 %: the second and the ninth, whose coverage is 97.9 %.
    let found = estimate(
      "median_absolute_error",
      regression([Double](repeating: 0, count: 10), [3, 1, 2, 10, 9, 4, 5, 8, 7, 6]))
    #expect(found.value == 5.5 && found.low == 2 && found.high == 9)
    let few = estimate("median_absolute_error", regression([0, 0, 0], [1, 2, 3]))
    #expect(few.value == 2 && few.low == nil && few.missing == .fewRows(3))
  }

  /// Resampling counts and resampling rows are the same distribution by two ways.
  @Test func countResamplingAgreesWithRowResampling() throws {
    let predictions = try Reference.predictions("binary with ties")
    let metric = metricCatalog.entry("f1")
    let counts = ClassCounts(predictions)
    let byCounts = CountStatistic(
      counts: counts.cells.map { Int($0) }, places: Array(counts.cells.indices), placeCount: 4,
      values: [{ ClassCounts(classCount: 2, cells: $0).f1(1) }]
    ).bootstraps(observed: [0.71627907], resampling: Resampling(count: 2_000, seed: 1))[0]
    let byRows = OpaqueStatistic(metric: metric, predictions: predictions)
      .bootstrap(observed: 0.71627907, resampling: Resampling(count: 2_000, seed: 2))
    let (a, b) = (byCounts.standardError, byRows.standardError)
    #expect(close(a, b, 0.08, floor: 0), "\(a) \(b)")
    let (first, second) = (byCounts.interval(level: 0.95), byRows.interval(level: 0.95))
    #expect((first.low - second.low).magnitude < 0.2 * a)
    #expect((first.high - second.high).magnitude < 0.2 * a)
  }

  @Test func seedsDecideAndRepeat() {
    let metric = metricCatalog.entry("log_loss")
    let first = Estimator(resamples: 200, seed: 1).estimate(metric, HandVector.first)
    #expect(first == Estimator(resamples: 200, seed: 1).estimate(metric, HandVector.first))
    #expect(first != Estimator(resamples: 200, seed: 2).estimate(metric, HandVector.first))
  }

  @Test func levelsNest() throws {
    for name in ["accuracy", "log_loss", "f1", "roc_auc", "average_precision"] {
      let metric = metricCatalog.entry(name)
      let wide = Estimator(level: 0.99, resamples: 500, seed: 1)
        .estimate(metric, HandVector.first)
      let narrow = Estimator(level: 0.8, resamples: 500, seed: 1)
        .estimate(metric, HandVector.first)
      #expect(try #require(wide.low) < #require(narrow.low), "\(name)")
      #expect(try #require(wide.high) > #require(narrow.high), "\(name)")
    }
  }

  @Test func resamplesWithoutAValueAreCounted() {
    // One positive row of six is missing from a third of the resamples.
    let rows = binary([1, 0, 0, 0, 0, 0], [0.9, 0.1, 0.8, 0.2, 0.3, 0.4])
    let metric = Metric(
      name: "custom", summary: "", tasks: [.binary], direction: .higherIsBetter
    ) { $0.trueClasses.contains(1) ? Double($0.predictedClasses[0]) : nil }
    let found = estimator.estimate(metric, rows)
    guard case .undefinedResamples(let count, 2_000) = found.missing else {
      Issue.record("\(found)")
      return
    }
    // (5/6)⁶ = .335
    #expect(found.value == 1 && found.low == nil && (600...740).contains(count))
  }
}
