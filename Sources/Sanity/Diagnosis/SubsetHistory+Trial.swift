import Findings
import Learning

extension SubsetHistory {
  init(_ trial: SubsetTrial) {
    func finite(_ value: Double) -> Double? { value.isFinite ? value : nil }
    let outcome = trial.attempt.outcome
    var stepCount = outcome.stepCount
    if case .diverged(let step, _, _) = outcome.ending { stepCount = step }
    let losses = outcome.stepLosses
    // Where a penalty overflows, the losses without it are not those that were minimized.
    let overflows = trial.attempt.unseenOverflow != nil
    let steps = Array(losses.indices).evenly(100).prefix { losses[$0].isFinite }
      .prefix(overflows ? 1 : .max)
    self.init(
      startLoss: finite(trial.attempt.startLoss),
      endLoss: overflows ? nil : finite(trial.attempt.endLoss),
      neededLoss: finite(trial.neededLoss), stepCount: stepCount,
      curve: steps.map { losses[$0] }, steps: Array(steps))
  }
}
