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
      truth: predictions.truth, outputs: outputs, weights: predictions.weights)
  }

  /// Weights from 0 to 3, of the first rows (which hold every class) at least 1.
  private func wholeWeights(_ rows: Predictions, seed: UInt64) -> [Double] {
    var generator = CounterBasedGenerator(seed: seed, purpose: .subset)
    return (0..<rows.rowCount).map { row in
      Double(row < 6 ? 1 + generator.integer(below: 3) : generator.integer(below: 4))
    }
  }

  @Test func aWholeWeightIsARepeatedRow() throws {
    try forEachMetricAndTask { metric, task in
      for seed: UInt64 in 1...10 {
        let rows = random(task, seed: seed)
        let weights = wholeWeights(rows, seed: seed)
        let repeated = rows.rows(
          at: weights.indices.flatMap { Array(repeating: $0, count: Int(weights[$0])) })
        let expected = try #require(metric.value(repeated), "\(metric.name), seed \(seed)")
        let found = metric.value(rows.weighted(weights))
        // Sums of the same terms in another order.
        #expect(close(found, expected, 1e-12), "\(metric.name), seed \(seed)")
        let estimate = Estimator(resamples: 10, seed: 1).estimate(metric, rows.weighted(weights))
        #expect(estimate.value == found)
      }
    }
  }

  /// Not even an output that is no number counts.
  @Test func aWeightOfZeroIsNoRow() throws {
    try forEachMetricAndTask { metric, task in
      let rows = random(task, seed: 3)
      let weights = (0..<rows.rowCount).map { $0 < 8 || $0 % 3 > 0 ? 1.0 : 0 }
      let kept = rows.rows(at: weights.indices.filter { weights[$0] > 0 })
      var outputs = rows.outputs
      outputs.storage[9 * outputs.columnCount] = .nan
      let weighted = Predictions(
        task: task, classNames: rows.classNames, rowIDs: rows.rowIDs, truth: rows.truth,
        outputs: outputs, weights: weights)
      let expected = try #require(metric.value(kept), "\(metric.name)")
      #expect(close(metric.value(weighted), expected, 1e-13), "\(metric.name)")
      let estimator = Estimator(resamples: 50, seed: 1)
      let all = kept.weighted([Double](repeating: 1, count: kept.rowCount))
      #expect(estimator.estimate(metric, weighted) == estimator.estimate(metric, all))
      #expect(metric.value(rows.weighted(weights.map { _ in 0 })) == nil)
    }
  }

  @Test func theUnitOfTheWeightsDoesNotMatter() throws {
    try forEachMetricAndTask { metric, task in
      let rows = random(task, seed: 5)
      let weights = wholeWeights(rows, seed: 5)
      let estimator = Estimator(resamples: 200, seed: 1)
      let one = estimator.estimate(metric, rows.weighted(weights))
      let other = estimator.estimate(metric, rows.weighted(weights.map { $0 / 4 }))
      #expect(close(other.value, try #require(one.value), 1e-12), "\(metric.name)")
      #expect((one.low == nil) == (other.low == nil), "\(metric.name)")
      if let low = one.low, let high = one.high {
        #expect(close(other.low, low, 1e-9) && close(other.high, high, 1e-9), "\(metric.name)")
        let value = try #require(one.value)
        #expect(low <= value && value <= high && low < high, "\(metric.name): \(one)")
      }
    }
  }

  /// Where a metric has a closed form, equal weights leave it as it is without any.
  @Test func equalWeightsAreNone() throws {
    try forEachMetricAndTask { metric, task in
      let rows = random(task, seed: 8)
      let weighted = rows.weighted([Double](repeating: 2, count: rows.rowCount))
      let value = try #require(metric.value(rows), "\(metric.name)")
      #expect(close(metric.value(weighted), value, 1e-13), "\(metric.name)")
      let estimator = Estimator(resamples: 300, seed: 1)
      let (one, other) = (estimator.estimate(metric, weighted), estimator.estimate(metric, rows))
      let isResampled = [one, other].contains {
        $0.method.contains("BCa") || $0.method.contains("bootstrap")
      }
      guard !isResampled, let low = other.low, let high = other.high else { return }
      #expect(close(one.low, low, 1e-12) && close(one.high, high, 1e-12), "\(metric.name)")
    }
  }

  @Test func weightedSystemsAreComparedAsWell() throws {
    try forEachMetricAndTask { metric, task in
      let rows = random(task, seed: 4, rowCount: 60)
      let weighted = rows.weighted(wholeWeights(rows, seed: 4))
      let comparer = Comparer(resamples: 400, seed: 1)
      let same = try comparer.paired(metric, candidate: weighted, baseline: weighted)
      #expect(same.difference == 0 && same.verdict == .inconclusive, "\(metric.name)")
      #expect(same.pValue ?? 1 == 1, "\(metric.name)")
      if case .greatest = metric.structure(task) { return }
      guard metric.direction != .closestToZeroIsBetter else { return }
      let better = try comparer.paired(metric, candidate: perfect(weighted), baseline: weighted)
      #expect(better.verdict == .better, "\(metric.name): \(better)")
    }
  }

  @Test func weightedRowValuesHaveTheValueAsTheirMean() {
    forEachMetricAndTask { metric, task in
      guard let rowValues = metric.rowValues else { return }
      let rows = random(task, seed: 3)
      let weighted = rows.weighted(wholeWeights(rows, seed: 3))
      let mean = rowValues(weighted).mean(weights: weighted.weights)
      #expect(close(metric.value(weighted), mean, 1e-13), "\(metric.name)")
    }
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
      let rows = random(task, seed: 7, rowCount: 60)
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
