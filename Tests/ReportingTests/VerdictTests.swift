import Evaluation
import Findings
import Runs
import Testing
import Text

@testable import Reporting

@Suite struct VerdictTests {
  private func record(
    goals: [GoalRecord.Verdict], against verdicts: [Comparison.Verdict] = []
  ) -> RunRecord {
    var record = Sample.multiclass
    record.goals = goals.enumerated().map { index, verdict in
      GoalRecord(
        metric: "m\(index)", slice: nil, bound: .atMost(0.5), estimate: Sample.estimate(0.75),
        unit: .ratio, verdict: verdict)
    }
    record.baselines = verdicts.enumerated().map { index, verdict in
      BaselineRecord(
        name: "b\(index)", kind: .quick, source: "", rowCount: nil, metrics: [],
        comparisons: [Sample.comparison("accuracy", 0.1, 0.05, 0.15, verdict)], seconds: nil)
    }
    return record
  }

  @Test func judgesGoalsFirst() {
    func sentence(_ goals: [GoalRecord.Verdict]) -> String {
      Verdict(of: record(goals: goals, against: [.better])).sentence
    }
    #expect(sentence([.missed]) == "The goal is not met: m0 is 0.75 and had to be at most 0.5")
    #expect(sentence([.missed, .missed, .missed]) == "None of the 3 goals is met")
    #expect(
      sentence([.missed, .met, .missed]) == "Two of 3 goals are not met: "
        + "m0 is 0.75 and had to be at most 0.5; m2 is 0.75 and had to be at most 0.5")
    #expect(sentence([.met, .undecided]) == "A goal could not be judged: m1 is undefined")
    #expect(
      sentence([.undecided, .met, .undecided])
        == "2 goals could not be judged: m0 and m2 are undefined")
    #expect(sentence([.met]) == "The goal is met")
    #expect(sentence([.met, .met, .met]) == "All 3 goals are met")
  }

  /// The bound 0.5 lies within [0.4, 0.6] of the first and the third goal.
  @Test func namesEveryGoalThatIsClose() {
    var record = record(goals: [.met, .met, .met])
    for index in [0, 2] {
      record.goals[index].estimate = Estimate(
        value: 0.45, low: 0.4, high: 0.6, level: 0.95, method: "Wilson")
    }
    #expect(Verdict(of: record).sentence == "All 3 goals are met, m0 and m2 only just")
    #expect(
      NextStep.steps(after: record).contains(
        NextStep(
          title: "Judge m0 and m2 on more rows.",
          reason:
            "their bounds lie within the intervals, so other rows could give other verdicts")))
  }

  @Test func saysHowManyChecksApplied() {
    func check(_ code: CheckCode, _ verdict: CheckResult.Verdict) -> CheckResult {
      CheckResult(
        code: code, title: "", evidenceKind: .predictions, verdict: verdict, message: "",
        elapsedSeconds: 0)
    }
    let passed = check("SD01", .passed)
    #expect(GateReport(checks: [passed], elapsedSeconds: 0).countText == "1 check")
    #expect(
      GateReport(
        checks: [passed, check("SD02", .notApplicable), check("SD03", .warning)], elapsedSeconds: 0
      ).countText == "2 of 3 checks applied")
  }

  /// Goals that are met do not make a model good that knows no more than a constant.
  @Test func saysFirstThatTheModelIsNoBetterThanAConstant() {
    #expect(
      Verdict(of: record(goals: [.met, .met], against: [.better, .worse])).sentence
        == "Worse than b1; both goals are met")
    var constant = record(goals: [.met], against: [.better])
    constant.gate = GateReport(
      checks: [
        CheckResult(
          code: "SE01", title: "", evidenceKind: .predictions, verdict: .warning, message: "",
          elapsedSeconds: 0)
      ], elapsedSeconds: 0)
    #expect(
      Verdict(of: constant).sentence
        == "Not significantly better than a constant prediction; the goal is met")
    constant.goals = []
    #expect(Verdict(of: constant).sentence == "Not significantly better than a constant prediction")
  }

  @Test func trustsNoResultOfWhichACheckSaysThatItIsWrong() {
    var record = record(goals: [.met])
    record.ending = .checkFailed
    record.gate = Sample.gate([
      CheckResult(
        code: "SE07", title: "a saved model that says the same", evidenceKind: .predictions,
        verdict: .stop,
        message: "the saved model predicts otherwise on 3 rows",
        causes: ["a mistake in saving or reading models"], remedy: "report it",
        elapsedSeconds: 0)
    ])
    let verdict = Verdict(of: record)
    #expect(
      verdict.sentence
        == "The results cannot be trusted: the saved model predicts otherwise on 3 rows")
    #expect(verdict.addition == "A mistake in saving or reading models.")
    #expect(verdict.tone == .bad)
    #expect(
      NextStep.steps(after: record).first
        == NextStep(
          title: "Report it.", reason: "SE07: the saved model predicts otherwise on 3 rows"))
  }

  @Test func judgesByTheBaselinesWhereThereAreNoGoals() {
    func verdict(_ verdicts: [Comparison.Verdict]) -> Verdict {
      Verdict(of: record(goals: [], against: verdicts))
    }
    #expect(verdict([.better, .worse]).sentence == "Worse than b1")
    #expect(verdict([.better, .inconclusive]).sentence == "Not significantly better than b1")
    #expect(verdict([.better, .better, .better]).sentence == "Better than b0, b1 and b2")
    #expect(verdict([]).sentence == "accuracy 0.978 on 359 test rows")
    #expect(verdict([.worse]).tone == .bad && verdict([.better]).tone == .good)
  }

  @Test func sendsBackToTheSimplerSystemThatIsAsGood() {
    let steps = NextStep.steps(after: record(goals: [.met], against: [.better, .inconclusive]))
    #expect(steps.contains { $0.title == "Prefer b1 until the gain is significant." })
    let none = NextStep.steps(after: record(goals: [.met], against: [.better]))
    #expect(!none.contains { $0.title.hasPrefix("Prefer") })
  }

  @Test func quotesTheCommandForAShell() {
    #expect(
      Sample.hostile.commandLine == "assay run 'it'\\''s <b>.yaml' 'a=$(rm)'")
    #expect(
      Sample.binary.commandLine
        == "assay run experiments/adult.yaml training.optimizer.learning_rate=1e-3")
  }
}
