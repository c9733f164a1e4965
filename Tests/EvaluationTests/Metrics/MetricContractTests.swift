import Foundation
import LinearAlgebra
import Randomness
import Schema
import Testing

@testable import Evaluation

/// What holds for every metric of the catalog.
struct MetricContractTests {
  /// Rows of a task with truth and outputs drawn independently.
  private func random(_ task: PredictionTask, seed: UInt64, rowCount: Int = 24) -> Predictions {
    var generator = CounterBasedGenerator(seed: seed, purpose: .synthetic)
    switch task {
    case .regression:
      return regression(
        (0..<rowCount).map { _ in generator.normal() },
        (0..<rowCount).map { _ in generator.normal() })
    case .binary, .multiclass:
      let classCount = task == .binary ? 2 : 3
      // The first rows make sure that every class is present.
      let truth = (0..<rowCount).map {
        $0 < 2 * classCount
          ? $0 % classCount : generator.integer(below: classCount)
      }
      var outputs = Matrix(rowCount: rowCount, columnCount: classCount)
      for i in 0..<rowCount {
        let weights = (0..<classCount).map { k in
          // And that every class is predicted.
          generator.uniform() + (i < classCount && k == (i + 1) % classCount ? 1 : 0)
        }
        for k in 0..<classCount { outputs[i, k] = weights[k] / weights.reduce(0, +) }
      }
      return Predictions(
        task: task, classNames: (0..<classCount).map { "c\($0)" },
        rowIDs: Array(0..<rowCount), truth: .classes(truth), outputs: outputs)
    }
  }

  private func perfect(_ predictions: Predictions) -> Predictions {
    var outputs = predictions.outputs
    switch predictions.truth {
    case .values(let values): outputs.storage = ElementStorage(values)
    case .classes(let classes):
      for i in 0..<classes.count {
        for k in 0..<outputs.columnCount { outputs[i, k] = classes[i] == k ? 1 : 0 }
      }
    }
    return Predictions(
      task: predictions.task, classNames: predictions.classNames, rowIDs: predictions.rowIDs,
      truth: predictions.truth, outputs: outputs)
  }

  private func forEachMetricAndTask(
    _ body: (Metric, PredictionTask) throws -> Void
  ) rethrows {
    for metric in metricCatalog.entries {
      for task in PredictionTask.allCases where metric.tasks.contains(task) {
        try body(metric, task)
      }
    }
  }

  @Test func perfectPredictionsAreTheBest() throws {
    try forEachMetricAndTask { metric, task in
      for seed: UInt64 in 1...20 {
        let rows = random(task, seed: seed)
        let best = try #require(metric.value(perfect(rows)))
        let other = try #require(metric.value(rows), "\(metric.name), seed \(seed)")
        #expect(metric.direction.prefers(best, over: other), "\(metric.name), seed \(seed)")
        if let value = metric.bestValue {
          // Log loss clips probabilities at 1e-15, others end in a division.
          #expect((best - value).magnitude < 1e-12, "\(metric.name), seed \(seed)")
        }
      }
    }
  }

  @Test func orderOfRowsDoesNotMatter() throws {
    try forEachMetricAndTask { metric, task in
      for seed: UInt64 in 1...5 {
        let rows = random(task, seed: seed)
        var generator = CounterBasedGenerator(seed: seed, purpose: .permutation)
        let shuffled = rows.rows(at: generator.permutation(of: rows.rowCount))
        let expected = try #require(metric.value(rows))
        #expect(close(metric.value(shuffled), expected, 1e-13), "\(metric.name), seed \(seed)")
      }
    }
  }

  @Test func rowValuesHaveTheValueAsTheirMean() throws {
    var checkedCount = 0
    try forEachMetricAndTask { metric, task in
      guard let rowValues = metric.rowValues else { return }
      let rows = random(task, seed: 3)
      let values = rowValues(rows)
      #expect(values.count == rows.rowCount)
      let expected = try #require(metric.value(rows))
      #expect(close(values.mean, expected, 1e-13), "\(metric.name)")
      checkedCount += 1
    }
    #expect(checkedCount >= 9)
  }

  @Test func outputsThatAreNotFiniteHaveNoValue() {
    forEachMetricAndTask { metric, task in
      for wrong in [Double.nan, .infinity, -.infinity] {
        let rows = random(task, seed: 1)
        var outputs = rows.outputs
        outputs.storage[3] = wrong
        let broken = Predictions(
          task: task, classNames: rows.classNames, rowIDs: rows.rowIDs, truth: rows.truth,
          outputs: outputs)
        #expect(metric.value(broken) == nil, "\(metric.name) of \(wrong)")
        _ = metric.rowValues?(broken)
        let estimate = Estimator(resamples: 10, seed: 1).estimate(metric, broken)
        #expect(estimate.value == nil && estimate.low == nil)
      }
    }
  }

  @Test func noRowsHaveNoValue() {
    forEachMetricAndTask { metric, task in
      let none = random(task, seed: 1).rows(at: [])
      #expect(metric.value(none) == nil, "\(metric.name)")
    }
  }

  @Test func oneRowDoesNotCrash() {
    forEachMetricAndTask { metric, task in
      let one = random(task, seed: 1).rows(at: [0])
      let estimate = Estimator(resamples: 20, seed: 1).estimate(metric, one)
      if let low = estimate.low, let high = estimate.high, let value = estimate.value {
        #expect(low <= value && value <= high, "\(metric.name)")
      }
    }
  }

  @Test func intervalsHoldTheValueAndRepeatBitForBit() throws {
    try forEachMetricAndTask { metric, task in
      let rows = random(task, seed: 7)
      let estimate = Estimator(resamples: 300, seed: 5).estimate(metric, rows)
      let value = try #require(estimate.value)
      // The interval of a maximum needs more than the rows at hand.
      if case .greatest = metric.structure(task) {
        #expect(estimate.low == nil && estimate.high == nil)
        return
      }
      let low = try #require(estimate.low, "\(metric.name)")
      let high = try #require(estimate.high, "\(metric.name)")
      #expect(low <= value && value <= high && low < high, "\(metric.name): \(estimate)")
      #expect(Estimator(resamples: 300, seed: 5).estimate(metric, rows) == estimate)
    }
  }

  @Test func aSystemAgainstItselfIsNeverBetterOrWorse() throws {
    try forEachMetricAndTask { metric, task in
      let rows = random(task, seed: 2)
      let comparison = try Comparer(resamples: 100, seed: 1)
        .paired(metric, candidate: rows, baseline: rows)
      #expect(comparison.difference == 0)
      #expect(comparison.verdict == .inconclusive, "\(metric.name)")
      #expect(comparison.pValue ?? 1 == 1, "\(metric.name)")
    }
  }

  @Test func perfectAgainstRandomIsBetterAndBackwardsWorse() throws {
    try forEachMetricAndTask { metric, task in
      // A maximum has no interval, and a value that is best near zero may be there by chance.
      if case .greatest = metric.structure(task) { return }
      guard metric.direction != .closestToZeroIsBetter else { return }
      let rows = random(task, seed: 4, rowCount: 60)
      let comparer = Comparer(resamples: 400, seed: 1)
      let forwards = try comparer.paired(metric, candidate: perfect(rows), baseline: rows)
      let backwards = try comparer.paired(metric, candidate: rows, baseline: perfect(rows))
      #expect(forwards.verdict == .better, "\(metric.name): \(forwards)")
      #expect(backwards.verdict == .worse, "\(metric.name): \(backwards)")
      #expect(forwards.rowsNeeded == nil)
    }
  }

  @Test func everyMetricDocumentsItself() {
    for metric in metricCatalog.entries {
      #expect(!metric.summary.isEmpty && metric.summary.hasSuffix("."), "\(metric.name)")
      #expect(metric.name == metric.name.lowercased() && !metric.tasks.isEmpty)
      #expect(!metric.undefinedWhen.isEmpty)
    }
  }

  /// Each metric file holds `static let`s that stand in the catalog.
  @Test func everyMetricOfTheFolderIsInTheCatalog() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../../Sources/Evaluation/Metrics").standardizedFileURL
    var declared: [String] = []
    let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
    for name in names.sorted() where name.hasSuffix(".swift") {
      let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
      declared += text.split(separator: "\n").filter { $0.contains("static let") }.map {
        String($0.drop { $0 == " " })
      }
    }
    #expect(declared.count == metricCatalog.entries.count, "\(declared)")
  }
}
