import Learning
import Runs
import Testing

@testable import Experiments

@Suite struct RunEndingTests {
  @Test func aLossThatRanAwayIsADivergenceWhoeverSawIt() {
    #expect(RunEnding(ofBroken: .diverged(step: 3, loss: .infinity, tensor: nil)) == .diverged)
    #expect(RunEnding(ofBroken: .stopped(check: "ST02", step: 9, reason: "x")) == .diverged)
    #expect(RunEnding(ofBroken: .stopped(check: "ST01", step: 9, reason: "x")) == .diverged)
  }

  @Test func otherChecksStopARunAsTheGateDoes() {
    for check in ["ST03", "ST12"] {
      #expect(RunEnding(ofBroken: .stopped(check: check, step: 9, reason: "x")) == .stoppedByGate)
    }
  }

  @Test func whatLeavesAModelIsNotBroken() {
    for ending: TrainingEnding in [
      .completed, .converged(iterations: 2), .noImprovement(bestEpoch: 1), .cancelled(step: 4),
    ] {
      #expect(RunEnding(ofBroken: ending) == nil)
    }
  }
}
