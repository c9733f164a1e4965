import Foundation
import LinearAlgebra
import Randomness
import Schema
import Testing

@testable import Evaluation

/// Weighted rows against scikit-learn's `sample_weight`, and their intervals against definitions.
struct WeightedMetricTests {
  static let caseNames = ["whole weights", "fractional weights", "equal quarters"].flatMap { kind in
    ["binary", "four classes", "regression"].map { "\($0), \(kind)" }
  }

  @Test(arguments: caseNames)
  func agreesWithScikitLearn(name: String) throws {
    let reference = try #require(try Reference.Weighted.shared.get().cases[name])
    let predictions = try reference.predictions
    let metrics = metricCatalog.entries.filter { $0.tasks.contains(predictions.task) }
    for metric in metrics {
      let expected = try #require(reference.metrics[metric.name], "\(metric.name) has no oracle")
      let found = metric.value(predictions)
      #expect(close(found, expected, 1e-12), "\(metric.name): \(String(describing: found))")
    }
    #expect(reference.metrics.count == metrics.count)
  }

  /// Sums of tenths are not exact: the half of ten of them is still between the middle two.
  @Test func theMedianOfEqualWeightsIsThatOfNone() {
    let rows = regression([Double](repeating: 0, count: 10), (1...10).map { Double($0) })
    let tenths = rows.weighted([Double](repeating: 0.1, count: 10))
    #expect(metricCatalog.entry("median_absolute_error").value(tenths) == 5.5)
  }

  /// (1 + 1 + 2)² / (1 + 1 + 4) = 16 / 6.
  @Test func countsEffectiveRows() {
    let rows = regression([0, 0, 0, 0], [1, 1, 1, 1])
    #expect(close(rows.weighted([1, 1, 2, 0]).effectiveRowCount, 16.0 / 6, 1e-15))
    #expect(rows.weighted([3, 3, 3, 3]).effectiveRowCount == 4)
    #expect(rows.effectiveRowCount == 4 && rows.weighted([0, 0, 0, 0]).effectiveRowCount == 0)
  }

  /// Hits of weight 2 and 1, a miss of weight 1: p = 3/4. Kish 16/6; Σ w²(h − p)² = 4/16 + 1/16 +
  /// 9/16 = 14/16, v = 14/256, p(1 − p) / v = 48/14, so that Kish's is the smaller.
  @Test func aShareHasTheSmallerEffectiveNumberOfTrials() throws {
    var sums = HitSums()
    for (isHit, weight) in [(true, 2.0), (true, 1), (false, 1)] {
      sums.add(isHit: isHit, weight: weight)
    }
    let light = try #require(sums.proportion)
    #expect(light.share == 0.75 && close(light.trialCount, 16.0 / 6, 1e-15))
    // With the weight on a miss: p = 3/5, Kish 25/7, Σ w²(h − p)² = 3 · 4/25 + 4 · 9/25 = 48/25,
    // v = 48/625, p(1 − p) / v = 150/48.
    var heavy = HitSums()
    for (isHit, weight) in [(true, 1.0), (true, 1), (true, 1), (false, 2)] {
      heavy.add(isHit: isHit, weight: weight)
    }
    let found = try #require(heavy.proportion)
    #expect(found.share == 0.6 && close(found.trialCount, 150.0 / 48, 1e-14))
    #expect(HitSums().proportion == nil)
  }

  /// A metric's linearized variance from its derivatives with respect to the weights of the rows.
  ///
  /// **Formula** Σ n/(n − 1) (wᵢ ∂metric/∂wᵢ)², n the rows of the row's class (infinitesimal
  /// jackknife, Jaeckel 1972; the factor as in DeLong's variance)
  private func linearizedVariance(_ name: String, _ rows: Predictions) throws -> Double {
    let metric = metricCatalog.entry(name)
    let weights = try #require(rows.weights)
    let classes = rows.trueClasses
    return try weights.indices.reduce(0.0) { sum, i in
      let step = 1e-5 * weights[i]
      func value(_ change: Double) throws -> Double {
        var changed = weights
        changed[i] += change
        return try #require(metric.value(rows.weighted(changed)))
      }
      let gradient = try (value(step) - value(-step)) / (2 * step)
      let n = Double(classes.count { $0 == classes[i] })
      return sum + n / (n - 1) * pow(weights[i] * gradient, 2)
    }
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func theAreaHasItsLinearizedVariance(seed: UInt64) throws {
    var generator = CounterBasedGenerator(seed: seed, purpose: .synthetic)
    let truth = (0..<40).map { $0 % 3 == 0 ? 1 : 0 }
    let scores = truth.map { Double(generator.integer(below: 8) + 2 * $0) / 10 }
    let rows = binary(truth, scores).weighted(truth.map { _ in 0.2 + generator.uniform() })
    let ranking = try #require(RankingStructure(rows))
    let found = try #require(ranking.variance(of: ranking.rowParts))
    // Central differences know eight digits.
    #expect(close(found, try linearizedVariance("roc_auc", rows), 1e-7, floor: 0), "seed \(seed)")
  }

  @Test func severalClassesToo() throws {
    let rows = try Reference.Weighted.shared.get().cases["four classes, fractional weights"]
    let predictions = try #require(rows).predictions
    let ranking = try #require(RankingStructure(predictions))
    let found = try #require(ranking.variance(of: ranking.rowParts)).squareRoot()
    let expected = try linearizedVariance("roc_auc", predictions).squareRoot()
    // Class sizes are taken as fixed in the one and not in the other.
    #expect(close(found, expected, 0.1, floor: 0), "\(found) \(expected)")
  }

  /// A rare kind of rows with ten times the weight and half of them missed: the effective number of
  /// rows by the weights alone would give too short intervals.
  @Test func weightedSharesAreCoveredNearTheLevel() {
    var hits = 0
    let trialCount = 400
    for trial in 0..<trialCount {
      var generator = CounterBasedGenerator(seed: 7, purpose: .synthetic, step: trial)
      var sums = HitSums()
      for row in 0..<220 {
        let isHeavy = row < 20
        sums.add(
          isHit: generator.uniform() < (isHeavy ? 0.5 : 0.98), weight: isHeavy ? 10 : 1)
      }
      // (200 · .5 + 200 · .98) / 400
      if sums.proportion?.wilson(level: 0.95).contains(0.74) == true { hits += 1 }
    }
    let coverage = Double(hits) / Double(trialCount)
    #expect(coverage > 0.92 && coverage < 0.985, "\(coverage)")
  }

  /// Weights that do not depend on the values.
  @Test(arguments: [12, 60])
  func weightedMeansAreCoveredNearTheLevel(rowCount: Int) {
    var hits = 0
    let trialCount = 250
    for trial in 0..<trialCount {
      var generator = CounterBasedGenerator(seed: 5, purpose: .synthetic, step: trial)
      let values = (0..<rowCount).map { _ in 3 + generator.normal() }
      let weights = values.map { _ in 0.3 - log(1 - generator.uniform()) }
      let interval = RowMean(values, weights: weights)
        .inference(level: 0.95, resampling: Resampling(count: 300, seed: 3)).interval
      if interval?.contains(3) == true { hits += 1 }
    }
    let coverage = Double(hits) / Double(trialCount)
    #expect(coverage > 0.9 && coverage < 0.985, "\(coverage)")
  }

  /// Two rows of weights 1 and 3: mean 2.5, Σ w²(x − mean)² = 1.5² + 9 · .5² = 4.5, error
  /// √(2 · 4.5) / 4 = .75; degrees of freedom max(1, 16/10 − 1) = 1 with t(.975) = 12.7062.
  @Test func fewWeightedRowsUseStudent() throws {
    let inference = RowMean([1, 3], weights: [1, 3])
      .inference(level: 0.95, resampling: Resampling(count: 10, seed: 1))
    #expect(inference.method == "Student t of weighted rows")
    #expect(close(inference.standardError, 0.75, 1e-14))
    let interval = try #require(inference.interval)
    #expect(close(interval.high, 2.5 + 0.75 * 12.706204736, 1e-8))
  }

  @Test(arguments: [
    ("accuracy", "Wilson of effective rows"), ("f1", "Wilson of the overlap"),
    ("roc_auc", "DeLong, logit scale, Student t"), ("log_loss", "Student t of weighted rows"),
    ("average_precision", "linearized, logit scale, Student t"),
  ])
  func choosesTheMethodByStructure(name: String, method: String) {
    let weights = (0..<20).map { Double(1 + $0 % 3) }
    let rows = HandVector.first.weighted(weights)
    let estimator = Estimator(resamples: 200, seed: 1)
    #expect(estimator.estimate(metricCatalog.entry(name), rows).method == method)
    let metrics = metricCatalog.entries.filter { $0.tasks.contains(.binary) }
    #expect(estimator.estimates(metrics, rows) == metrics.map { estimator.estimate($0, rows) })
  }

  @Test func perfectWeightedCountsAreNotCertain() throws {
    // The 20 positive rows have equal weights: Wilson's lower end of 20 of 20 is 20 / (20 + z²).
    let truth = (0..<40).map { $0 % 2 }
    let rows = certain(truth, truth, classCount: 2).weighted(truth.map { $0 == 0 ? 1 : 3 })
    let found = Estimator(seed: 1).estimate(metricCatalog.entry("f1"), rows)
    #expect(found.value == 1 && found.high == 1)
    let overlap = 20 / (20 + 3.841458820694124)
    #expect(close(found.low, 2 * overlap / (1 + overlap), 1e-12))
  }

  @Test func reportsEachClassWithWeights() throws {
    let rows = certain([0, 0, 1, 1], [0, 1, 1, 1], classCount: 2).weighted([1, 3, 2, 0])
    let reports = rows.classTable(level: 0.95)
    #expect(reports.map(\.support) == [2, 1] && reports.map(\.predictedCount) == [1, 2])
    #expect(reports[0].recall.value == 0.25 && reports[1].precision.value == 0.4)
    #expect(reports[0].recall.method == "Clopper-Pearson of effective rows")
    // 2 · 2 / (2 + 5)
    #expect(close(reports[1].f1, 4.0 / 7, 1e-15))
    #expect(rows.confusionMatrix == [[1, 1], [0, 1]])
  }
}
