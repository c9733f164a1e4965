import Diagnostics
import Evaluation
import Runs
import Testing

@testable import Experiments

/// Recorded runs and published numbers as baselines of a model that gets six of eight rows right.
@Suite struct BaselineRunsTests {
  /// It is right where the model is, and wrong on rows 1 and 3 besides: four of eight.
  private static let others = [0.4, 0.4, 0.8, 0.7, 0.1, 0.8, 0.6, 0.3]

  @Test func aRunOnTheSameRowsIsPaired() throws {
    let example = try ScoredExample()
    let old = try example.record(example.plan(), predictions: Self.others)
    let plan = try example.plan("baselines: [{run: example@latest}]")
    let runs = try BaselineRuns(plan, example.store)
    #expect(runs.resolved == ["example@latest": "example@\(old.id)"])
    let (scored, _) = try example.scored(plan)
    let baseline = try #require(runs.records(against: scored).first)
    #expect(baseline.name == old.id)
    #expect(baseline.kind == .run)
    #expect(baseline.source == "example, model")
    let accuracy = try #require(baseline.comparisons.first { $0.metric == "accuracy" })
    #expect(accuracy.difference == 0.25)
    #expect(accuracy.evidence == .paired)
    // Two rows differ, both in favour of the model: exact McNemar p = 2 · ¼ = ½.
    #expect(accuracy.verdict == .inconclusive)
  }

  /// Of other rows only the numbers are compared: 0.75 with theirs, of 8 rows.
  @Test func aRunOnOtherRowsIsANumber() throws {
    let example = try ScoredExample()
    let renamed = try ScoredExample(
      testRows: ScoredExample.testRows.replacing("8,F,no", with: "8,F,yes"))
    let old = try renamed.record(renamed.plan(), predictions: Self.others)
    let plan = try example.plan("baselines: [{run: \(old.id)}]")
    let (scored, _) = try example.scored(plan)
    let baseline = try #require(
      try BaselineRuns(plan, renamed.store).records(against: scored).first)
    #expect(baseline.source == "example, model, on other rows: not paired")
    let accuracy = try #require(baseline.comparisons.first { $0.metric == "accuracy" })
    #expect(accuracy.evidence == .numberAndCount)
    // Theirs is right on rows 5 to 7 alone, now that row 8 is a "yes".
    #expect(accuracy.difference == 0.75 - 0.375)
  }

  @Test func aRunOfAnotherTaskIsRefused() throws {
    let example = try ScoredExample()
    let other = try ScoredExample(testRows: ScoredExample.testRows.replacing("yes", with: "ja"))
    let parts = try other.scored(other.plan(target: "y, positive: ja")).0.parts
    let old = try example.record(
      example.plan(), predictions: nil,
      files: [PredictionsFile.name: PredictionsFile.bytes(of: parts)])
    let empty = try example.record(example.plan(), predictions: nil, second: 1)
    let plan = try example.plan("baselines: [{run: \(old.id)}, {run: \(empty.id)}]")
    let data = try PreparedData(plan)
    let error = #expect(throws: DiagnosticsError.self) {
      try BaselineRuns(plan, example.store).requireTask(of: data)
    }
    #expect(
      error?.diagnostics.map(\.message) == [
        "baselines must name a run that predicts \"y\"; got \"\(old.id)\", which predicts another "
          + "target, \"y\" (binary)",
        "baselines must name a run that predicts \"y\"; got \"\(empty.id)\", which has no predictions",
      ])
  }

  /// Rows weigh 1 to 8, 36 in all, and the model is wrong on those of 2 and 4.
  @Test func aRunWithOtherWeightsIsNotCompared() throws {
    let example = try ScoredExample()
    let weights = "y, positive: yes, weight: x"
    let plain = try example.record(example.plan(), predictions: Self.others)
    let weighted = try example.record(
      example.plan(target: weights), predictions: Self.others, second: 60)
    let plan = try example.plan(
      "baselines: [{run: \(plain.id)}, {run: \(weighted.id)}]", target: weights)
    let (scored, _) = try example.scored(plan)
    let evaluation = try #require(scored.evaluations.last)
    let accuracy = try #require(evaluation.metrics.first { $0.name == "accuracy" })
    #expect(accuracy.estimate.value == 30.0 / 36)
    // 36² / (1 + 4 + … + 64)
    #expect(evaluation.effectiveRowCount == 1296.0 / 204)
    let baselines = try BaselineRuns(plan, example.store).records(against: scored)
    #expect(baselines[0].source == "example, model, with other row weights: not comparable")
    #expect(baselines[0].comparisons.isEmpty)
    #expect(baselines[1].source == "example, model")
    // The other is wrong on rows 1 and 3 besides.
    let difference = try #require(baselines[1].comparisons.first { $0.metric == "accuracy" })
    #expect(abs(difference.difference - 4.0 / 36) < 1e-15)
    #expect(difference.test == "permutation test of weighted hits")
  }

  /// A run that is resumed means the run that was the latest when it began.
  @Test func latestStaysWhatItWas() throws {
    let example = try ScoredExample()
    let first = try example.record(example.plan())
    let second = try example.record(example.plan(), second: 60)
    let plan = try example.plan("baselines: [{run: example@latest}]")
    let reference = "example@latest"
    #expect(try BaselineRuns(plan, example.store).resolved[reference] == "example@\(second.id)")
    let pinned = try BaselineRuns(
      plan, example.store, resolved: [reference: "example@\(first.id)"])
    #expect(pinned.resolved[reference] == "example@\(first.id)")
    let (scored, _) = try example.scored(plan)
    #expect(pinned.records(against: scored).map(\.name) == [first.id])
  }

  @Test func everyUnknownRunIsNamed() throws {
    let example = try ScoredExample()
    let plan = try example.plan("baselines: [{run: other@latest}, {run: \"20200101\"}]")
    let error = #expect(throws: DiagnosticsError.self) { try BaselineRuns(plan, example.store) }
    #expect(
      error?.diagnostics.map(\.message) == [
        "baselines must name a recorded run; got \"other@latest\"",
        "baselines must name a recorded run; got \"20200101\"",
      ])
  }

  /// 0.75 against published 0.5: 0.25 apart.
  @Test func aPublishedNumberIsSubtracted() throws {
    let example = try ScoredExample()
    let plan = try example.plan(
      "baselines: [{human: {accuracy: 0.5, rows: 100, source: \"two annotators\"}}]")
    let (scored, _) = try example.scored(plan)
    let baseline = try #require(scored.compare(with: plan.publishedBaselines).first)
    #expect(baseline.kind == .human)
    #expect(baseline.source == "two annotators")
    #expect(baseline.rowCount == 100)
    #expect(baseline.metrics.map(\.estimate.value) == [0.5])
    let accuracy = try #require(baseline.comparisons.first)
    #expect(accuracy.difference == 0.25)
    #expect(accuracy.evidence == .numberAndCount)
  }
}
