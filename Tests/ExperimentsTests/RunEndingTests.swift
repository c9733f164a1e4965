import Evaluation
import Findings
import Learning
import Runs
import Sanity
import Testing

@testable import Experiments

@Suite struct RunEndingTests {
  @Test func aLossThatRanAwayIsADivergenceWhoeverSawIt() {
    #expect(RunEnding(ofBroken: .diverged(step: 3, loss: .infinity, tensor: nil)) == .diverged)
    #expect(RunEnding(ofBroken: .stopped(check: "ST02", step: 9, reason: "x")) == .diverged)
  }

  @Test func otherChecksStopARunAsTheGateDoes() {
    for check: CheckCode in ["ST03", "ST12"] {
      #expect(RunEnding(ofBroken: .stopped(check: check, step: 9, reason: "x")) == .stoppedByGate)
    }
  }

  @Test func aCheckThatStopsWeighsMoreThanGoals() {
    func goal(_ verdict: GoalRecord.Verdict) -> GoalRecord {
      GoalRecord(
        metric: "accuracy", slice: nil, bound: .atLeast(0.5),
        estimate: Estimate(value: 0.7, low: nil, high: nil, level: 0.95, method: "none"), unit: "",
        verdict: verdict)
    }
    func checks(_ verdict: CheckResult.Verdict) -> GateReport {
      let check = CheckResult(
        code: "SE07", title: "", evidenceKind: .predictions, verdict: verdict, message: "", elapsedSeconds: 0)
      return GateReport(checks: [check], elapsedSeconds: 0)
    }
    #expect(RunEnding(ofJudged: [goal(.met)], checks: checks(.warning)) == .finished)
    #expect(RunEnding(ofJudged: [goal(.met), goal(.missed)], checks: nil) == .goalMissed)
    #expect(RunEnding(ofJudged: [goal(.undecided)], checks: checks(.passed)) == .goalMissed)
    #expect(RunEnding(ofJudged: [goal(.met)], checks: checks(.stop)) == .checkFailed)
  }

  @Test func whatLeavesAModelIsNotBroken() {
    for ending: TerminationReason in [
      .completed, .converged(iterations: 2), .noImprovement(bestEpoch: 1), .cancelled(step: 4),
    ] {
      #expect(RunEnding(ofBroken: ending) == nil)
    }
  }
}
