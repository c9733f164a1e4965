import Foundation
import Randomness
import Schema
import Testing

@testable import Evaluation

struct ComparerTests {
  private let comparer = Comparer(level: 0.95, resamples: 2_000, seed: 1)

  private func compareTheTwoModels(_ name: String) throws -> Comparison {
    try comparer.paired(
      metricCatalog.entry(name), candidate: Reference.predictions("breast_cancer 30"),
      baseline: Reference.predictions("breast_cancer 10"))
  }

  @Test func accuracyOfTheTwoModelsDiffers() throws {
    let found = try compareTheTwoModels("accuracy")
    #expect(close(found.difference, 10.0 / 190, 1e-15))
    #expect(close(found.pValue, 0.00634766, 1e-8))
    #expect(found.verdict == .better && found.test == "McNemar exact")
    #expect(found.evidence == .paired && found.familySize == 1)
    // Tango's interval; Wald's would be [.017690, .087573].
    #expect(close(found.low, 0.020768, 1e-6) && close(found.high, 0.096211, 1e-6))
    // 2.80 standard errors of .017827.
    #expect(close(found.smallestDetectable, 2.8015852 * (0.087573 - 0.017690) / 3.919928, 1e-6))
  }

  /// `Fixtures/ranks.py`: 400,000 permutations give .0271 and a root of the sum of squares of .005150, of
  /// which D² (1/4m + 1/4n) is the mean's. DeLong's test, which holds back at areas near 1, has .0616.
  @Test func areaOfTheTwoModelsDiffers() throws {
    let found = try compareTheTwoModels("roc_auc")
    #expect(close(found.difference, 0.01061865, 1e-8))
    let p = try #require(found.pValue)
    // 4 standard errors of 2,000 permutations.
    #expect((p - 0.0271).magnitude < 4 * (0.0271 * 0.9729 / 2_000).squareRoot(), "\(p)")
    let error = try #require(found.smallestDetectable) / 2.8015852
    let expected =
      (0.005150118 * 0.005150118 - 0.01061865 * 0.01061865 / 4 * (1.0 / 76 + 1.0 / 114))
      .squareRoot()
    #expect(close(error, expected, 0.06, floor: 0), "\(error)")
    #expect(found.verdict == .better && found.test == "permutation test")
  }

  @Test func logLossOfTheTwoModelsDiffers() throws {
    let found = try compareTheTwoModels("log_loss")
    #expect(close(found.difference, -0.06736636, 1e-7))
    #expect(found.verdict == .better && found.test == "permutation test")
    let error = try #require(found.smallestDetectable) / 2.8015852
    #expect(close(error, 0.02555363, 0.05, floor: 0), "\(error)")
    #expect(try #require(found.pValue) < 0.02)
  }

  @Test(arguments: ["f1", "mcc", "precision", "average_precision", "balanced_accuracy", "kappa"])
  func testsAgreeWithTheirIntervals(name: String) throws {
    let found = try compareTheTwoModels(name)
    let (low, high) = (try #require(found.low), try #require(found.high))
    let p = try #require(found.pValue)
    #expect(low <= found.difference && found.difference <= high)
    #expect((p < 0.05) == (low > 0 || high < 0), "\(name): \(p) [\(low), \(high)]")
    #expect(found.difference > 0)
  }

  /// `Fixtures/ranks.py`, all permutations.
  @Test func areasOfTwentyRowsHaveTheExactPValue() throws {
    let found = try Comparer(resamples: 20_000, seed: 1).paired(
      metricCatalog.entry("roc_auc"), candidate: HandVector.first, baseline: HandVector.second)
    #expect(close(found.pValue, 0.3314208984375, 1e-14))
    #expect(found.test == "exact permutation test, 14 differing rows")
    #expect(close(found.difference, 11.0 / 12 - 0.84375, 1e-14))
  }

  @Test func recallIsTestedOnPositiveRowsOnly() throws {
    // Of 10 positive rows the candidate finds 8 more; among negatives it is worse.
    let truth = [Int](repeating: 1, count: 10) + [Int](repeating: 0, count: 10)
    let ours = binary(truth, [Double](repeating: 0.9, count: 20))
    let theirs = binary(
      truth, [0.9, 0.9] + [Double](repeating: 0.1, count: 18))
    let found = try comparer.paired(
      metricCatalog.entry("recall"), candidate: ours, baseline: theirs)
    #expect(found.difference == 0.8 && close(found.pValue, 2 * pow(0.5, 8), 1e-15))
    #expect(found.verdict == .better)
    let other = try comparer.paired(
      metricCatalog.entry("specificity"), candidate: ours, baseline: theirs)
    #expect(other.difference == -1 && other.verdict == .worse)
  }

  @Test func lossesAreBetterWhenLower() throws {
    let truth = (0..<100).map { Double($0) }
    let near = regression(truth, truth.map { $0 + ($0.truncatingRemainder(dividingBy: 3)) })
    let far = regression(truth, truth.map { $0 + 5 })
    for name in ["rmse", "mse", "mae", "median_absolute_error"] {
      let metric = metricCatalog.entry(name)
      let found = try comparer.paired(metric, candidate: near, baseline: far)
      #expect(found.verdict == .better && found.difference < 0, "\(name): \(found)")
    }
    let r2 = try comparer.paired(metricCatalog.entry("r2"), candidate: near, baseline: far)
    #expect(r2.verdict == .better && r2.difference > 0)
    let greatest = try comparer.paired(
      metricCatalog.entry("max_error"), candidate: near, baseline: far)
    #expect(greatest.verdict == .inconclusive && greatest.low == nil)
  }

  @Test func biasesCompareByMagnitude() throws {
    var generator = CounterBasedGenerator(seed: 5, purpose: .synthetic)
    let truth = (0..<60).map { _ in generator.normal() }
    let small = regression(truth, truth.map { $0 - 0.1 + 0.1 * generator.normal() })
    let great = regression(truth, truth.map { $0 + 2 + 0.1 * generator.normal() })
    let metric = metricCatalog.entry("bias")
    let found = try comparer.paired(metric, candidate: small, baseline: great)
    #expect(found.verdict == .better && close(found.difference, -1.9, 0.1))
    let published = try comparer.published(metric, candidate: small, value: 2, rows: 60)
    #expect(published.verdict == .ahead && published.difference < 0)
  }

  @Test func equivalenceNeedsTheWholeInterval() throws {
    let pair = pairedHits(both: 9_000, candidateOnly: 20, baselineOnly: 18, neither: 962)
    let metric = metricCatalog.entry("accuracy")
    func verdict(_ margin: Double?) throws -> Comparison.Verdict {
      try Comparer(resamples: 100, seed: 1, equivalenceMargin: margin)
        .paired(metric, candidate: pair.candidate, baseline: pair.baseline).verdict
    }
    #expect(try verdict(0.005) == .equivalent)
    #expect(try verdict(0.0001) == .inconclusive)
    #expect(try verdict(nil) == .inconclusive)
  }

  /// 10 % of the rows differ: about 6.3 points can be seen in 200 rows, 2.8 in 1,000.
  @Test(arguments: [(200, 0.063), (1_000, 0.028), (10_000, 0.0089)])
  func smallestDetectableFollowsTheDisagreement(rowCount: Int, expected: Double) throws {
    let half = rowCount / 20
    let pair = pairedHits(
      both: rowCount - 2 * half, candidateOnly: half, baselineOnly: half, neither: 0)
    let found = try comparer.paired(
      metricCatalog.entry("accuracy"), candidate: pair.candidate, baseline: pair.baseline)
    #expect(close(found.smallestDetectable, expected, 0.01, floor: 0))
    #expect(found.verdict == .inconclusive && found.correctedPValue == found.pValue)
  }

  /// Under no difference, the tests raise few false alarms.
  @Test func falseAlarmsStayAtTheLevel() throws {
    var alarms: [String: Int] = [:]
    let trialCount = 200
    let names = ["accuracy", "f1", "roc_auc", "brier"]
    for trial in 0..<trialCount {
      var generator = CounterBasedGenerator(seed: 77, purpose: .synthetic, step: trial)
      let truth = (0..<80).map { $0 % 2 }
      func scores() -> [Double] {
        truth.map { min(0.99, max(0.01, 0.35 + 0.3 * Double($0) + 0.25 * generator.normal())) }
      }
      let (ours, theirs) = (binary(truth, scores()), binary(truth, scores()))
      for name in names {
        let found = try Comparer(resamples: 300, seed: 1)
          .paired(metricCatalog.entry(name), candidate: ours, baseline: theirs)
        if found.verdict != .inconclusive { alarms[name, default: 0] += 1 }
      }
    }
    // 5 % of 200 is 10; more than 21 has a chance below 1 in 1,000.
    for name in names { #expect(alarms[name, default: 0] <= 21, "\(name): \(alarms)") }
  }
}
