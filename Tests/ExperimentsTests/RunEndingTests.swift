import Evaluation
import Findings
import Learning
import Runs
import Sanity
import Testing

@testable import Experiments

@Suite struct RunEndingTests {
  private func ending(
    _ training: TerminationReason?, gate: CheckResult.Verdict = .passed,
    goals: [GoalRecord.Verdict] = []
  ) -> RunEnding {
    let check = CheckResult(
      code: "SE07", title: "", evidenceKind: .predictions, verdict: gate, message: "",
      elapsedSeconds: 0)
    return RunEnding(
      gate: GateReport(checks: [check], elapsedSeconds: 0), training: training,
      goals: goals.map { verdict in
        GoalRecord(
          metric: "accuracy", slice: nil, bound: .atLeast(0.5),
          estimate: Estimate(value: 0.7, low: nil, high: nil, level: 0.95, method: "none"),
          unit: .ratio, verdict: verdict)
      })
  }

  @Test func aRunWithoutATrainingWasStoppedByTheGate() {
    #expect(ending(nil, gate: .stop) == .stoppedByGate)
  }

  @Test func aLossThatRanAwayIsADivergenceWhoeverSawIt() {
    #expect(ending(.diverged(step: 3, loss: .infinity, tensor: nil)) == .diverged)
    #expect(ending(.stopped(check: "ST02", step: 9, reason: "x")) == .diverged)
  }

  @Test(arguments: ["ST03", "ST12"] as [CheckCode])
  func otherChecksStopARunAsTheGateDoes(_ check: CheckCode) {
    #expect(ending(.stopped(check: check, step: 9, reason: "x")) == .stoppedByGate)
  }

  @Test func aCheckThatStopsWeighsMoreThanGoals() {
    #expect(ending(.completed, gate: .warning, goals: [.met]) == .finished)
    #expect(ending(.completed, goals: [.met, .missed]) == .goalMissed)
    #expect(ending(.converged(iterations: 2), goals: [.undecided]) == .goalMissed)
    #expect(ending(.noImprovement(bestEpoch: 1), gate: .stop, goals: [.met]) == .checkFailed)
  }

  @Test func onlyABrokenTrainingLeavesNoModel() {
    let whole: [TerminationReason] = [
      .completed, .converged(iterations: 2), .noImprovement(bestEpoch: 1), .cancelled(step: 4),
    ]
    for ending in whole { #expect(ending.leavesModel) }
    #expect(!TerminationReason.stopped(check: "ST03", step: 9, reason: "x").leavesModel)
    #expect(!TerminationReason.diverged(step: 1, loss: .nan, tensor: nil).leavesModel)
  }
}
