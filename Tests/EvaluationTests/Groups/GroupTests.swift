import LinearAlgebra
import Randomness
import Schema
import Testing

@testable import Evaluation

/// Differences between rows that no group shares, and rates of groups, worked by hand.
@Suite struct GroupTests {
  private let estimator = Estimator(resamples: 400, seed: 1)

  /// Predictions of two classes from counts of (truth, prediction), one group after the other.
  private func predictions(
    _ groups: [[(truth: Int, predicted: Int, count: Int)]]
  ) -> (Predictions, [[Int]]) {
    let rows = groups.map { cells in
      cells.flatMap { cell in Array(repeating: (cell.truth, cell.predicted), count: cell.count) }
    }
    let all = rows.flatMap(\.self)
    var positions: [[Int]] = []
    for group in rows {
      let start = positions.reduce(0) { $0 + $1.count }
      positions.append(Array(start..<(start + group.count)))
    }
    let predictions = Predictions(
      task: .binary, classNames: ["no", "yes"], rowIDs: Array(all.indices),
      truth: .classes(all.map(\.0)),
      outputs: Matrix(rows: all.map { $0.1 == 1 ? [0.25, 0.75] : [0.75, 0.25] }))
    return (predictions, positions)
  }

  /// Newcombe 1998, table II, example (a): 56/70 − 48/80 by method 10.
  @Test func theDifferenceOfWilsonIntervalsIsNewcombes() throws {
    let (both, positions) = predictions([
      [(1, 1, 56), (1, 0, 14)], [(1, 1, 48), (1, 0, 32)],
    ])
    let accuracy = metricCatalog.entry("accuracy")
    let difference = try #require(
      IndependentDifference(
        of: estimator.estimate(accuracy, both.rows(at: positions[0])),
        minus: estimator.estimate(accuracy, both.rows(at: positions[1]))))
    #expect(abs(difference.value - 0.2) < 1e-12)
    #expect(abs(difference.interval.low - 0.0524) < 5e-5)
    #expect(abs(difference.interval.high - 0.3339) < 5e-5)
    #expect(difference.pValue < 0.05)
  }

  @Test func ratesAndDisparitiesAreThoseOfTheirDefinitions() throws {
    let (all, positions) = predictions([
      [(1, 1, 30), (1, 0, 10), (0, 1, 5), (0, 0, 55)],
      [(1, 1, 10), (1, 0, 20), (0, 1, 5), (0, 0, 65)],
    ])
    let comparison = GroupComparison(
      all, groups: [("a", positions[0]), ("b", positions[1])], estimator: estimator)
    let (a, b) = (comparison.groups[0], comparison.groups[1])
    #expect((a.selection.hits, a.selection.total) == (35, 100))
    #expect((a.truePositive.hits, a.truePositive.total) == (30, 40))
    #expect((b.falsePositive.hits, b.falsePositive.total) == (5, 70))
    #expect((b.precision.hits, b.precision.total) == (10, 15))
    #expect((b.prevalence.hits, b.prevalence.total) == (30, 100))
    // 15 rows at 0.75, 85 at 0.25.
    let mean = try #require(b.meanProbability)
    #expect(abs(mean - 0.325) < 1e-12)
    let expected: [(GroupDisparity.Criterion, difference: Double, ratio: Double)] = [
      (.demographicParity, 0.35 - 0.15, 0.15 / 0.35),
      (.equalOpportunity, 0.75 - 1.0 / 3, (1.0 / 3) / 0.75),
      // Of the differences of recall and of false alarms the greater, of their ratios the lesser.
      (.equalizedOdds, 0.75 - 1.0 / 3, (1.0 / 3) / 0.75),
    ]
    for (criterion, difference, ratio) in expected {
      let found = try #require(comparison.disparities.first { $0.criterion == criterion })
      #expect(abs(try #require(found.difference.value) - difference) < 1e-12)
      #expect(abs(try #require(found.ratio.value) - ratio) < 1e-12)
      let (low, high) = (try #require(found.difference.low), try #require(found.difference.high))
      #expect(low < difference && difference < high)
    }
  }

  /// Of two groups the draws are those of Fisher's exact test, whose tail is worked out here.
  @Test func thePValueIsThatOfFishersTest() throws {
    let (all, positions) = predictions([[(1, 1, 14), (1, 0, 26)], [(1, 1, 6), (1, 0, 34)]])
    let comparison = GroupComparison(
      all, groups: [("a", positions[0]), ("b", positions[1])],
      estimator: Estimator(resamples: 20_000, seed: 1))
    // 20 of 80 rows are positive; k of them in the first 40, as far from 10 as 14 is or farther.
    func choose(_ n: Int, _ k: Int) -> Double {
      (0..<k).reduce(1) { $0 * Double(n - $1) / Double($1 + 1) }
    }
    let tail = (0...20).filter { abs($0 - 10) >= 4 }
      .reduce(0) { $0 + choose(40, $1) * choose(40, 20 - $1) / choose(80, 20) }
    let found = try #require(comparison.disparities.first { $0.criterion == .equalOpportunity })
    let p = try #require(found.pValue)
    #expect(abs(p - tail) < 4 * (tail * (1 - tail) / 20_000).squareRoot() + 1e-4)
    #expect(found.correctedP == nil && !found.isShown)
    let corrected = GroupComparison.corrected([comparison])[0].disparities
    // Selection rate and recall are the same here, and of the negatives there is no row.
    #expect(corrected.compactMap(\.pValue).count == 2)
    #expect(corrected.compactMap(\.correctedP).allSatisfy { abs($0 - 2 * p) < 0.01 })
  }

  /// The extremes of five groups that are alike differ in every sample; the test says so in 5 %.
  @Test func alikeGroupsAreRarelyShownToDiffer() throws {
    var shownCount = 0
    for seed in UInt64(1)...200 {
      var generator = CounterBasedGenerator(seed: seed, purpose: .synthetic)
      let (all, positions) = predictions(
        (0..<5).map { _ in
          let positive = (0..<40).count { _ in generator.uniform() < 0.3 }
          return [(1, 1, positive), (1, 0, 40 - positive)]
        })
      let comparison = GroupComparison(
        all, groups: positions.enumerated().map { ("g\($0.offset)", $0.element) },
        estimator: Estimator(resamples: 199, seed: seed))
      let recall = try #require(
        comparison.disparities.first { $0.criterion == .equalOpportunity })
      #expect(try #require(recall.difference.value) > 0)
      if try #require(recall.pValue) < 0.05 { shownCount += 1 }
    }
    // 10 are expected, with a standard deviation of 3.1.
    #expect(shownCount <= 20)
  }

  @Test func groupsThatAreSmallOrWithoutPositivesHaveNoDisparity() {
    let (all, positions) = predictions([[(1, 1, 29)], [(0, 0, 40), (1, 1, 10)]])
    let small = GroupComparison(
      all, groups: [("a", positions[0]), ("b", positions[1])], estimator: estimator)
    #expect(small.disparities.isEmpty)
    #expect(small.groups[0].falsePositive.estimate.value == nil)

    let (none, halves) = predictions([[(0, 0, 40)], [(0, 0, 40), (1, 1, 10)]])
    let undefined = GroupComparison(
      none, groups: [("a", halves[0]), ("b", halves[1])], estimator: estimator)
    let recall = undefined.disparities.first { $0.criterion == .equalOpportunity }
    #expect(recall?.difference.value == nil)
    #expect(recall?.ratio.low == nil)
  }

  @Test func slicesAreHeldAgainstTheRestAndCorrectedTogether() throws {
    let (all, positions) = predictions([
      [(1, 1, 95), (1, 0, 5)], [(1, 1, 60), (1, 0, 40)], [(0, 0, 150), (0, 1, 10)],
    ])
    let tables = SliceTable.tables(
      of: all, by: [("kind", [("a", positions[0]), ("b", positions[1]), ("c", positions[2])])],
      estimator: estimator)
    let slices = try #require(tables.first).slices
    func accuracy(_ index: Int) throws -> SliceTable.SliceMetric {
      try #require(slices[index].metrics.first { $0.metric == "accuracy" })
    }
    #expect(slices.map(\.name) == ["a", "b", "c"])
    #expect(slices.map(\.rowCount) == [100, 100, 160])
    // 60 of 100 against 245 of 260.
    let worst = try accuracy(1)
    #expect(abs(try #require(worst.difference).value - (0.6 - 245.0 / 260)) < 1e-12)
    #expect(worst.verdict == .worse)
    #expect(try accuracy(2).verdict == .better)
    let raw = try [0, 1, 2].map { try #require(try accuracy($0).difference).pValue }
    let corrected = try [0, 1, 2].map { try #require(try accuracy($0).correctedP) }
    let factors = MultipleTesting.holmFactors(raw)
    #expect(corrected == zip(raw, factors).map { min(1, $0 * $1) })
    #expect(factors.max() == 3)
    // A slice of one class has no area under the curve, and no difference in it.
    let auc = try #require(slices[0].metrics.first { $0.metric == "roc_auc" })
    #expect(auc.estimate.value == nil && auc.difference == nil && auc.verdict == .inconclusive)
  }

  /// R: p.adjust(c(0.01, 0.02, 0.03, 0.04, 0.5), "BH")
  @Test func benjaminiHochbergIsThatOfR() {
    let found = MultipleTesting.benjaminiHochberg([0.5, 0.01, 0.03, 0.02, 0.04])
    let expected = [0.5, 0.05, 0.05, 0.05, 0.05]
    #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 1e-12 })
    #expect(MultipleTesting.benjaminiHochberg([]).isEmpty)
    #expect(MultipleTesting.benjaminiHochberg([0.9, 0.001]) == [0.9, 0.002])
  }
}
