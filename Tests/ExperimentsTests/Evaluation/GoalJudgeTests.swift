import Datasets
import Diagnostics
import Evaluation
import LinearAlgebra
import Runs
import Testing

@testable import Experiments

/// Goals against numbers worked by hand: of the eight rows of `ScoredExample` six are right.
@Suite struct GoalJudgeTests {
  /// Judges the goals of a spec, given as "{metric: …, at_least: …}".
  private func judge(
    _ goals: [String], change: (inout RunRecord) -> Void = { _ in }
  ) throws -> [GoalRecord] {
    let example = try ScoredExample()
    let plan = try example.plan("goals: [\(goals.joined(separator: ", "))]")
    let (scored, data) = try example.scored(plan)
    var record = ScoredExample.emptyRecord(plan)
    change(&record)
    return plan.goals.map { GoalJudge(record, scored, data).judge($0) }
  }

  /// Six of eight rows are 0.75: a bound is met by equality, on either side.
  @Test(arguments: [
    ("at_least: 0.75", GoalRecord.Verdict.met), ("at_most: 0.75", .met),
    ("at_least: 0.7501", .missed), ("at_most: 0.7499", .missed),
  ])
  func aBoundIsMetByEquality(bound: String, verdict: GoalRecord.Verdict) throws {
    let goal = try #require(try judge(["{metric: accuracy, \(bound)}"]).first)
    #expect(goal.estimate.value == 0.75)
    #expect(goal.verdict == verdict)
    #expect(goal.slice == nil)
  }

  /// Of the women with "yes" one of two is found, of the men two of two; of the four women three
  /// are right.
  @Test func aSliceHasItsOwnRows() throws {
    let goals = try judge([
      "{metric: recall, slice: {sex: F}, at_least: 0.5}",
      "{metric: recall, slice: {sex: M}, at_least: 1}",
      "{metric: accuracy, slice: {sex: F}, at_least: 0.76}",
      "{metric: accuracy, slice: {sex: M, y: no}, at_least: 0.4}",
    ])
    #expect(goals.map(\.estimate.value) == [0.5, 1, 0.75, 0.5])
    #expect(goals.map(\.verdict) == [.met, .met, .missed, .met])
    #expect(goals.last?.slice == "sex = M & y = no" || goals.last?.slice == "y = no & sex = M")
  }

  /// Of four rows of each class three are right: the recall of either is the share of its rows.
  @Test func theRecallOfEitherOfTwoClassesIsAGoal() throws {
    let goals = try judge([
      "{metric: recall, slice: {y: yes}, at_least: 0.75}",
      "{metric: recall, slice: {y: no}, at_least: 0.75}",
      "{metric: specificity, slice: {y: no}, at_least: 0.75}",
      "{metric: accuracy, slice: {y: no}, at_least: 0.75}",
    ])
    #expect(goals.map(\.estimate.value) == [0.75, 0.75, 0.75, 0.75])
    #expect(goals.map(\.verdict) == [.met, .met, .met, .met])
  }

  @Test func aMetricOfSeveralClassesIsRefusedOnOne() throws {
    let example = try ScoredExample()
    for (metric, value) in [
      ("roc_auc", "yes"), ("precision", "no"), ("f1", "yes"), ("specificity", "yes"),
    ] {
      let plan = try example.plan(
        "goals: [{metric: \(metric), slice: {y: \(value)}, at_least: 0.5}]")
      let error = #expect(throws: DatasetError.self) { _ = try PreparedData(plan) }
      #expect(
        error?.diagnostics.map(\.message) == [
          "goals: \(metric) must have rows of several targets; got the slice y = \(value)"
        ])
      #expect(
        error?.diagnostics.first?.hint
          == "on rows of one target: accuracy, log_loss, recall, macro_recall, brier, multiclass_brier"
      )
    }
  }

  /// No value: neither met nor missed. Of the men with "x" of 5 there is one, with "no".
  @Test func aMetricWithoutAValueIsUndecided() throws {
    let goals = try judge([
      "{metric: roc_auc, slice: {x: 5}, at_least: 0.5}",
      "{metric: latency_p99_us, at_most: 50}",
    ])
    #expect(goals.map(\.estimate.value) == [nil, nil])
    #expect(goals.map(\.verdict) == [.undecided, .undecided])
  }

  @Test func resourcesComeFromTheRecord() throws {
    let goals = try judge([
      "{metric: latency_p50_us, at_most: 3}", "{metric: latency_p99_us, at_most: 3.9}",
      "{metric: rows_per_second, at_least: 1000}", "{metric: training_seconds, at_most: 2}",
      "{metric: model_bytes, at_most: 199}",
    ]) { record in
      record.speed = SpeedRecord(
        latencyP50Microseconds: 3, latencyP99Microseconds: 4, rowsPerSecond: 1000)
      record.training = TrainingRecord(
        ending: "converged", loss: "cross_entropy", solver: nil, epochs: [], stepCount: 1,
        seconds: 2.5, rowsPerSecond: 80, bestEpoch: nil)
      record.model = ModelRecord(kind: "fixed", title: "fixed", parameterCount: 0, byteCount: 200)
    }
    #expect(goals.map(\.estimate.value) == [3, 4, 1000, 2.5, 200])
    #expect(goals.map(\.verdict) == [.met, .missed, .met, .missed, .missed])
  }

  /// Of three rows of class b two are given to it: on them, recall is 2/3 although the mean over
  /// all three classes has no value there.
  @Test func theRecallOfOneClassIsAGoal() throws {
    let example = try ScoredExample(
      testRows: "x,sex,kind\n1,F,a\n2,F,b\n3,M,b\n4,M,b\n5,F,c\n6,M,c\n")
    let plan = try example.plan(
      "goals: [{metric: macro_recall, slice: {kind: b}, at_least: 0.6}]", target: "kind")
    let data = try PreparedData(plan)
    let chosen = [0, 1, 1, 2, 2, 2]
    let outputs = chosen.map { best in (0..<3).map { $0 == best ? 0.8 : 0.1 } }
    let scored = ScoredModel(FixedModel(outputs: Matrix(rows: outputs)), on: data, plan)
    let goal = GoalJudge(ScoredExample.emptyRecord(plan), scored, data).judge(plan.goals[0])
    let value = try #require(goal.estimate.value)
    // One division: equal to the last bit or the one beside it.
    #expect(abs(value - 2.0 / 3) < 1e-15)
    #expect(goal.verdict == .met)
  }

  @Test func aGoalIsASentenceForTheLog() throws {
    let goals = try judge([
      "{metric: accuracy, at_least: 0.9}", "{metric: recall, slice: {sex: F}, at_least: 0.25}",
      "{metric: latency_p99_us, at_most: 5}",
    ])
    #expect(goals.first?.sentence == "accuracy ≥ 0.9: missed (0.75)")
    #expect(goals[1].sentence == "recall[sex = F] ≥ 0.25: met (0.5)")
    #expect(goals.last?.sentence == "latency_p99_us ≤ 5.0: undecided")
  }
}
