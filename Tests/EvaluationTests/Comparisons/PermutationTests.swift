import Foundation
import LinearAlgebra
import Randomness
import Schema
import Testing

@testable import Evaluation

/// Paired tests beside scipy's `permutation_test` and plain enumeration: `Fixtures/permutations.py`.
struct PermutationTests {
  private func comparer(level: Double = 0.95, resamples: Int = 2_000, seed: UInt64 = 1) -> Comparer
  {
    Comparer(level: level, resamples: resamples, seed: seed)
  }

  /// At most ten rows: all 1,024 permutations of them are tried, by both programs.
  @Test(arguments: [
    "binary", "binary weighted", "multiclass", "multiclass weighted", "regression",
    "regression weighted",
  ])
  func fewRowsHaveTheExactPValue(name: String) throws {
    let example = try #require(try PermutationReference.shared.get().cases[name])
    #expect(example.metrics.count >= 6)
    for (metric, expected) in example.metrics {
      let found = try comparer().paired(
        metricCatalog.entry(metric), candidate: example.candidatePredictions,
        baseline: example.baselinePredictions)
      #expect(close(found.difference, expected.difference, 1e-12), "\(name), \(metric)")
      #expect(close(found.pValue, expected.p, 1e-12), "\(name), \(metric): \(found)")
    }
  }

  /// Two samples of permutations: each p-value has the standard error √(p (1 − p) / permutations).
  @Test func manyRowsHaveTheSampledPValue() throws {
    let example = try #require(try PermutationReference.shared.get().cases["sampled"])
    for (metric, expected) in example.metrics {
      let found = try comparer(resamples: 20_000).paired(
        metricCatalog.entry(metric), candidate: example.candidatePredictions,
        baseline: example.baselinePredictions)
      let p = try #require(found.pValue)
      // 4 standard errors of the difference of two samples of 20,000, and scipy's doubled tail.
      let error = (2 * 2 * expected.p * (1 - expected.p) / 20_000).squareRoot()
      #expect((p - expected.p).magnitude < 4 * error + 2e-4, "\(metric): \(p), \(expected.p)")
    }
  }

  /// The interval of a mean is that of Student's statistic at the critical value of the permutations.
  @Test(arguments: [("mae", 0.95), ("mse", 0.9)])
  func theIntervalIsStudentised(name: String, level: Double) throws {
    let example = try #require(try PermutationReference.shared.get().cases["regression"])
    let expected = try #require(example.metrics[name]?.interval)
    let found = try comparer(level: level).paired(
      metricCatalog.entry(name), candidate: example.candidatePredictions,
      baseline: example.baselinePredictions)
    #expect(close(found.low, expected[0], 1e-9) && close(found.high, expected[1], 1e-9))
  }

  /// p < 5 % exactly where the interval leaves zero out, for every metric, with and without weights.
  @Test func intervalsAgreeWithTheirTests() throws {
    var rejectedCount = 0
    for task in PredictionTask.allCases {
      let metrics = metricCatalog.entries.filter { $0.tasks.contains(task) }
      for seed: UInt64 in 1...40 {
        let pair = equalSystems(task, rowCount: 30, seed: seed, advantage: seed % 2 == 0 ? 0.6 : 0)
        let weights = seed % 4 < 2 ? nil : (0..<30).map { Double(1 + $0 % 3) }
        for level in [0.95, 0.8] {
          for metric in metrics {
            guard
              let found = try? comparer(level: level, resamples: 199, seed: seed).paired(
                metric, candidate: pair.candidate.weighted(weights),
                baseline: pair.baseline.weighted(weights)),
              let low = found.low, let high = found.high
            else { continue }
            let p = try #require(found.pValue)
            let isRejected = p < 1 - level
            rejectedCount += isRejected ? 1 : 0
            #expect(isRejected == (low > 0 || high < 0), "\(metric.name), \(seed): \(found)")
            #expect(isRejected == [.better, .worse].contains(found.verdict))
            #expect(low <= found.difference && found.difference <= high, "\(metric.name): \(found)")
          }
        }
      }
    }
    #expect(rejectedCount > 200)
  }

  /// The same with the correction: 200 families of three metrics.
  @Test func correctedIntervalsAgreeWithCorrectedTests() throws {
    for seed: UInt64 in 1...200 {
      let pair = equalSystems(.binary, rowCount: 60, seed: seed, advantage: 0.4)
      let metrics = ["accuracy", "log_loss", "roc_auc"].map { metricCatalog.entry($0) }
      let found = try comparer(resamples: 999, seed: seed).paired(
        metrics, candidate: pair.candidate, baseline: pair.baseline)
      #expect(found.map(\.metric) == ["accuracy", "log_loss", "roc_auc"])
      for comparison in found {
        let (p, corrected) = (
          try #require(comparison.pValue), try #require(comparison.correctedPValue)
        )
        #expect(corrected >= p && comparison.familySize == 3)
        guard let low = comparison.low, let high = comparison.high else {
          #expect(corrected >= 0.05)
          continue
        }
        #expect((corrected < 0.05) == (low > 0 || high < 0), "\(seed): \(comparison)")
        #expect((corrected < 0.05) == (comparison.verdict != .inconclusive), "\(seed)")
      }
      // Holm: the least p-value counts three times.
      let least = try #require(found.min { $0.pValue ?? 1 < $1.pValue ?? 1 })
      #expect(close(least.correctedPValue, min(1, 3 * (try #require(least.pValue))), 1e-14))
    }
  }

  /// Exchanging which of the two is the candidate turns the sign and nothing else.
  @Test func theTestIsSymmetric() throws {
    for name in ["accuracy", "f1", "log_loss", "roc_auc", "average_precision"] {
      let pair = equalSystems(.binary, rowCount: 50, seed: 9, advantage: 0.5)
      let metric = metricCatalog.entry(name)
      let one = try comparer().paired(metric, candidate: pair.candidate, baseline: pair.baseline)
      let other = try comparer().paired(metric, candidate: pair.baseline, baseline: pair.candidate)
      #expect(one.pValue == other.pValue && one.difference == -other.difference, "\(name)")
      #expect(close(one.low, -(try #require(other.high)), 1e-12), "\(name)")
    }
  }

  /// The scale of scores does not matter to a ranking: nor to its test.
  @Test func rankingsAreComparedByRanks() throws {
    let pair = equalSystems(.binary, rowCount: 50, seed: 3, advantage: 1)
    var outputs = pair.candidate.outputs
    for row in 0..<50 {
      outputs[row, 1] = 0.9 + 0.1 * outputs[row, 1]
      outputs[row, 0] = 1 - outputs[row, 1]
    }
    let shifted = Predictions(
      task: .binary, classNames: pair.candidate.classNames, rowIDs: pair.candidate.rowIDs,
      truth: pair.candidate.truth, outputs: outputs)
    for name in ["roc_auc", "average_precision"] {
      let metric = metricCatalog.entry(name)
      let plain = try comparer().paired(metric, candidate: pair.candidate, baseline: pair.baseline)
      let found = try comparer().paired(metric, candidate: shifted, baseline: pair.baseline)
      #expect(found.pValue == plain.pValue, "\(name)")
    }
  }

  /// Of three rows that differ even the most extreme permutation has p = 2/8.
  @Test func tooFewDifferingRowsHaveNoInterval() throws {
    let truth = (0..<40).map { Double($0) }
    let ours = truth.map { $0 + 1 }
    let theirs = truth.map { $0 + ($0 < 3 ? 4 : 1) }
    let found = try comparer().paired(
      metricCatalog.entry("mae"), candidate: regression(truth, ours),
      baseline: regression(truth, theirs))
    #expect(found.pValue == 0.25 && found.low == nil && found.verdict == .inconclusive)
    #expect(found.test == "exact permutation test, 3 differing rows")
  }

  @Test func aSeedGivesTheSameBits() throws {
    let pair = equalSystems(.binary, rowCount: 300, seed: 5, advantage: 0.2)
    let metrics = metricCatalog.entries.filter { $0.tasks.contains(.binary) }
    let once = try comparer().paired(metrics, candidate: pair.candidate, baseline: pair.baseline)
    let alone = try metrics.map {
      try comparer().paired($0, candidate: pair.candidate, baseline: pair.baseline)
    }
    #expect(once.map(\.pValue) == alone.map(\.pValue))
    let other = try comparer(seed: 2).paired(
      metrics, candidate: pair.candidate, baseline: pair.baseline)
    #expect(once.map(\.pValue) != other.map(\.pValue))
  }

  /// The signed sums of a table of bytes are those of the rows one by one.
  @Test(arguments: [(5, 100), (3, 4), (130, 700)])
  func signedSumsAreSumsOverRows(rowCount: Int, sampleSize: Int) {
    let values = (0..<rowCount).map { Double($0 * $0 % 17) - 5.5 }
    let permutations = PairedPermutations(
      rowCount: rowCount, resampling: Resampling(count: sampleSize, seed: 4))
    let sums = permutations.signedSums(values)
    #expect(
      sums.count == permutations.count
        && permutations.isExact == (1 << min(rowCount, 20) <= sampleSize))
    for permutation in 0..<permutations.count {
      let exchanged = permutations.exchanged(in: permutation)
      let expected = zip(values, exchanged).reduce(0) { $0 + ($1.1 ? -$1.0 : $1.0) }
      #expect((sums[permutation] - expected).magnitude < 1e-9)
    }
    if permutations.isExact {
      #expect(Set(sums.indices.map { permutations.exchanged(in: $0) }).count == 1 << rowCount)
    }
  }
}

/// Two systems, equally good but for `advantage`, with errors in common.
private func equalSystems(
  _ task: PredictionTask, rowCount: Int, seed: UInt64, advantage: Double
) -> (candidate: Predictions, baseline: Predictions) {
  var generator = CounterBasedGenerator(seed: seed, purpose: .synthetic)
  let common = (0..<rowCount).map { _ in generator.normal() }
  let classCount = task == .multiclass ? 3 : 2
  let truth = (0..<rowCount).map { $0 % classCount }
  func system(_ gain: Double) -> Predictions {
    if task == .regression {
      return regression(
        common.map { 2 * $0 },
        common.map { 2 * $0 + generator.normal() * (1.5 - gain) + 0.2 })
    }
    var outputs = Matrix(rowCount: rowCount, columnCount: classCount)
    for row in 0..<rowCount {
      let weights = (0..<classCount).map { k in
        exp((k == truth[row] ? 0.7 + gain : 0) + 0.6 * common[row] * Double(k) + generator.normal())
      }
      for k in 0..<classCount { outputs[row, k] = weights[k] / weights.reduce(0, +) }
    }
    return Predictions(
      task: task, classNames: (0..<classCount).map { "class \($0)" },
      rowIDs: Array(0..<rowCount), truth: .classes(truth), outputs: outputs)
  }
  return (system(advantage), system(0))
}

/// What `Fixtures/permutations.py` wrote.
struct PermutationReference: Decodable {
  let cases: [String: Case]

  struct Case: Decodable {
    let task: String
    let classCount: Int
    let truth: [Double]
    let candidate: [Double]
    let baseline: [Double]
    let weights: [Double]?
    let metrics: [String: Expected]

    var candidatePredictions: Predictions {
      get throws { try predictions(candidate) }
    }

    var baselinePredictions: Predictions {
      get throws { try predictions(baseline) }
    }

    private func predictions(_ outputs: [Double]) throws -> Predictions {
      try Reference.Case(
        task: task, classCount: classCount, truth: truth, outputs: outputs, weights: weights,
        metrics: [:]
      ).predictions
    }
  }

  struct Expected: Decodable {
    let difference: Double
    let p: Double
    let interval: [Double]?
  }

  static let shared: Result<PermutationReference, any Error> = Result {
    try Reference.read("permutations")
  }
}
