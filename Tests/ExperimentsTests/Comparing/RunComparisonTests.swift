import Diagnostics
import Evaluation
import Reporting
import Runs
import Testing

@testable import Experiments

/// Recorded runs side by side: one gets six of eight rows right, one all eight, one none.
@Suite struct RunComparisonTests {
  private static let right = [0.9, 0.8, 0.2, 0.3, 0.1, 0.8, 0.6, 0.3]
  private static let wrong = right.map { 1 - $0 }

  private func messages(_ body: () throws -> Void) -> [String] {
    do {
      try body()
      return []
    } catch let error as DiagnosticsError {
      return error.diagnostics.map { DiagnosticRenderer().render($0) }
    } catch {
      return ["\(error)"]
    }
  }

  @Test func theFirstRunIsTheBaseline() throws {
    let example = try ScoredExample()
    let plan = try example.plan()
    let six = try example.record(plan)
    let eight = try example.record(plan, predictions: Self.right, second: 1)
    let none = try example.record(plan, predictions: Self.wrong, second: 2)
    let found = try RunComparison(
      references: [six.id, eight.id, none.id], baseline: nil, metric: nil, store: example.store)
    #expect(found.baseline == six.id)
    #expect(found.metric == "accuracy")
    #expect(found.rows.map(\.id) == [six.id, eight.id, none.id])
    #expect(found.rows.map(\.estimate?.value) == [0.75, 1, 0])
    #expect(found.rows[0].comparisons.isEmpty)
    #expect(found.rows[1].comparisons.map(\.metric) == ["accuracy", "log_loss", "roc_auc"])
    #expect(found.rows[1].comparisons.first?.difference == 0.25)
    #expect(found.rows[2].comparisons.first?.difference == -0.75)
    // Six rows against none the other way: exact McNemar p = 2 · 2⁻⁶ = 1/32, of three metrics.
    let last = found.rows[2].comparisons
    let (p, corrected) = (try #require(last[0].pValue), try #require(last[0].correctedPValue))
    #expect(abs(p - 1.0 / 32) < 1e-12 && corrected >= p && last[0].familySize == 3)
    #expect((corrected < 0.05) == (found.lastVerdict == .worse))
  }

  /// A named baseline is left out of the others; the metric asked for comes first.
  @Test func theBaselineAndTheMetricCanBeNamed() throws {
    let example = try ScoredExample()
    let plan = try example.plan()
    let six = try example.record(plan)
    let none = try example.record(plan, predictions: Self.wrong, second: 1)
    let found = try RunComparison(
      references: [six.id, none.id], baseline: none.id, metric: "roc_auc", store: example.store)
    #expect(found.rows.map(\.id) == [none.id, six.id])
    #expect(found.metric == "roc_auc")
    #expect(found.rows[1].comparisons.map(\.metric) == ["roc_auc", "accuracy", "log_loss"])
    // Of 16 pairs of a yes and a no, none is in order with the wrong run; with the other 0.4 is
    // below 0.7, and 0.6 too: 14 are.
    #expect(found.rows[1].comparisons.first?.difference == 14.0 / 16)
  }

  /// The messages of what keeps runs from being compared.
  private func obstacles(_ ids: [String], in store: RunStore) throws -> [String] {
    try RunComparison(references: ids, store: store).obstacles.map {
      DiagnosticRenderer().render($0)
    }
  }

  @Test func runsOnOtherRowsAreNotCompared() throws {
    let example = try ScoredExample()
    let other = try ScoredExample(
      testRows: ScoredExample.testRows.replacing("8,F,no", with: "8,F,yes"))
    let first = try example.record(example.plan())
    let changed = try other.scored(other.plan()).0.parts
    let plan = try example.plan("preprocessing: {scale: min_max}")
    let second = try example.record(
      plan, predictions: nil, second: 1,
      files: [PredictionsFile.name: PredictionsFile.bytes(of: changed)])
    let third = try example.record(plan, predictions: nil, second: 2)
    #expect(
      try obstacles([first.id, second.id], in: example.store) == [
        """
        error: runs must be measured on the same rows to be compared; \(second.id) has 8 rows, \
        \(first.id) has 8, and they are not the same
             = use the same data and the same data.split
        """
      ])
    #expect(
      try obstacles([first.id, third.id], in: example.store) == [
        "error: run \(third.id) must have predictions to be compared; it ended as \"finished\" before "
          + "it made any"
      ])
    let found = try RunComparison(
      references: [third.id, second.id, first.id], store: example.store)
    #expect(found.baseline == second.id)
    #expect(found.comparedRuns.notes == found.obstacles.map(\.message))
    #expect(found.obstacles.map(\.id) == ["different-rows"])
    #expect(found.lastVerdict == nil)
  }

  @Test func runsOfOtherTasksAreNotCompared() throws {
    let example = try ScoredExample()
    let first = try example.record(example.plan())
    let other = try ScoredExample(
      testRows: ScoredExample.testRows.replacing("yes", with: "ja"))
    let parts = try other.scored(other.plan(target: "y, positive: ja")).0.parts
    let second = try example.record(
      example.plan("preprocessing: {scale: min_max}"), predictions: nil, second: 1,
      files: [PredictionsFile.name: PredictionsFile.bytes(of: parts)])
    #expect(
      try obstacles([first.id, second.id], in: example.store) == [
        "error: runs must have the same task to be compared; \(second.id) predicts the classes "
          + "\"no\", \"ja\", \(first.id) predicts the classes \"no\", \"yes\""
      ])
  }

  @Test func runsWithOtherWeightsAreNotCompared() throws {
    let example = try ScoredExample()
    let first = try example.record(example.plan())
    let second = try example.record(example.plan(target: "y, positive: yes, weight: x"), second: 1)
    #expect(
      try obstacles([first.id, second.id], in: example.store) == [
        """
        error: runs must be measured with the same row weights to be compared; \(second.id) and \
        \(first.id) differ in them
             = use the same data.weight
        """
      ])
  }

  /// Without --metric the first goal over all rows decides, in tables as in the exit status.
  @Test func theFirstGoalNamesTheMetric() throws {
    let example = try ScoredExample()
    let plan = try example.plan("goals: [{metric: roc_auc, at_least: 0.5}]")
    let scored = try example.scored(plan).0
    func complete(_ record: inout RunRecord) {
      record.evaluations = scored.evaluations
      record.goals = [
        GoalRecord(
          metric: "roc_auc", slice: nil, bound: .atLeast(0.5), estimate: Estimate(measured: 1),
          unit: .ratio, verdict: .met)
      ]
    }
    let first = try example.record(plan, change: complete)
    let second = try example.record(plan, predictions: Self.right, second: 1, change: complete)
    let found = try RunComparison(references: [first.id, second.id], store: example.store)
    #expect(found.metric == "roc_auc")
    #expect(found.comparedRuns.metric == "roc_auc")
    #expect(found.rows[1].comparisons.first?.metric == "roc_auc")
  }

  @Test func oneRunIsNotComparedWithItself() throws {
    let example = try ScoredExample()
    let first = try example.record(example.plan())
    let second = try example.record(example.plan(), second: 1)
    #expect(
      messages {
        _ = try RunComparison(references: [first.id, "example@\(first.id)"], store: example.store)
      } == [
        "error: runs must differ to be compared; got \"\(first.id)\" and \"example@\(first.id)\", "
          + "which are both run \(first.id)"
      ])
    #expect(
      messages {
        _ = try RunComparison(
          references: [first.id], baseline: "example@\(first.id)", store: example.store)
      }.count == 1)
    // The baseline may be among the runs.
    let found = try RunComparison(
      references: [first.id, second.id], baseline: first.id, store: example.store)
    #expect(found.rows.map(\.id) == [first.id, second.id])
  }

  @Test func everyUnknownRunIsNamed() throws {
    let example = try ScoredExample()
    _ = try example.record(example.plan())
    let found = messages {
      _ = try RunComparison(references: ["2020", "2021"], store: example.store)
    }
    #expect(found.count == 2)
  }

  /// Intervals of the baseline's level: 0.8 for both, and the second run's metrics are computed again.
  @Test func intervalsHaveTheLevelOfTheBaseline() throws {
    let example = try ScoredExample()
    let wide = try example.plan("evaluation: {interval_level: 0.8}")
    let narrow = try example.plan("evaluation: {interval_level: 0.975}")
    func record(_ plan: ExperimentPlan, _ second: Int) throws -> RunRecord {
      let evaluations = try example.scored(plan).0.evaluations
      return try example.record(plan, second: second) { $0.evaluations = evaluations }
    }
    let first = try record(wide, 0)
    let second = try record(narrow, 1)
    let found = try RunComparison(references: [first.id, second.id], store: example.store)
    #expect(found.level == 0.8)
    #expect(found.rows.map(\.estimate?.level) == [0.8, 0.8])
    #expect(found.rows[0].estimate == found.rows[1].estimate)
    #expect(found.rows[1].comparisons.allSatisfy { $0.level == 0.8 })
    #expect(found.comparedRuns.runs[1].metrics.allSatisfy { $0.estimate.level == 0.8 })
    #expect(
      found.comparedRuns.notes == [
        "all intervals are at 80 %, as in \(first.id.suffix(4)); computed again for "
          + "\(second.id.suffix(4)) (recorded at 97.5 %)"
      ])
  }

  /// Two seeds of two settings: the second settings are compared with the first of the same seed.
  @Test func seedsAreComparedWithTheSameSeed() throws {
    let example = try ScoredExample()
    func plan(_ seed: Int, _ scale: String) throws -> ExperimentPlan {
      try example.plan("preprocessing: {scale: \(scale)}\ntraining: {seed: \(seed)}")
    }
    let evaluations = try example.scored(plan(1, "none")).0.evaluations
    func record(_ plan: ExperimentPlan, _ outputs: [Double], _ second: Int) throws -> String {
      try example.record(plan, predictions: outputs, second: second) {
        $0.evaluations = evaluations
      }.id
    }
    let ids = [
      try record(plan(1, "none"), ScoredExample.outputs, 0),
      try record(plan(2, "none"), Self.wrong, 1),
      try record(plan(1, "min_max"), Self.right, 2),
      try record(plan(2, "min_max"), Self.right, 3),
    ]
    let found = try RunComparison(references: ids, store: example.store)
    #expect(found.obstacles.isEmpty)
    #expect(found.rows.map(\.reference) == [nil, nil, ids[0], ids[1]])
    #expect(found.rows.map { $0.comparisons.first?.difference } == [nil, nil, 0.25, 1])
    #expect(found.repetitions.map(\.runs) == [[ids[0], ids[1]], [ids[2], ids[3]]])
    let groups = try RunComparison.among(ids, store: example.store)
    #expect(groups.map { $0.rows.map(\.id) } == [ids])
  }

  /// Of runs on two sets of rows each set is compared by itself; a run alone is left out.
  @Test func comparesWhatIsComparable() throws {
    let example = try ScoredExample()
    let other = try ScoredExample(
      testRows: ScoredExample.testRows.replacing("8,F,no", with: "8,F,yes"))
    let plan = try example.plan()
    let changed = try PredictionsFile.bytes(of: other.scored(other.plan()).0.parts)
    func otherRows(_ scale: String, _ second: Int) throws -> RunRecord {
      try example.record(
        example.plan("preprocessing: {scale: \(scale)}"), predictions: nil, second: second,
        files: [PredictionsFile.name: changed])
    }
    let ids = [
      try example.record(plan).id, try otherRows("min_max", 1).id,
      try example.record(plan, predictions: nil, second: 2).id,
      try otherRows("robust", 3).id,
    ]
    let groups = try RunComparison.among(ids, store: example.store)
    #expect(groups.map { $0.rows.map(\.id) } == [[ids[1], ids[3]]])
  }

  @Test func anUnknownMetricIsNamed() throws {
    let example = try ScoredExample()
    let first = try example.record(example.plan())
    let second = try example.record(example.plan(), second: 1)
    let found = messages {
      _ = try RunComparison(
        references: [first.id, second.id], baseline: nil, metric: "accurcy", store: example.store)
    }
    #expect(
      found.first?.hasPrefix(
        "error: --metric must be a metric of a binary task; got \"accurcy\"\n     | did you mean \"accuracy\"?\n     = metrics: "
      ) == true, "\(found)")
  }
}
