import Findings
import Learning

extension SubsetHistory {
  init(_ trial: SubsetTrial) {
    func finite(_ value: Double) -> Double? { value.isFinite ? value : nil }
    let outcome = trial.attempt.outcome
    var steps = outcome.stepCount
    if case .diverged(let step, _, _) = outcome.ending { steps = step }
    self.init(
      startLoss: finite(trial.attempt.startLoss), endLoss: finite(trial.attempt.endLoss),
      neededLoss: finite(trial.neededLoss), stepCount: steps,
      curve: Array(outcome.stepLosses.evenly(100).prefix(while: \.isFinite)))
  }
}
