import Findings
import Learning
import Runs
import Sanity
import Schema

extension TrainingRecord {
  /// The history of a training as recorded.
  init(_ outcome: TrainingOutcome, _ plan: TrainingPlan) {
    let seconds = outcome.elapsedSeconds
    self.init(
      ending: outcome.ending.sentence(plan), loss: outcome.lossName(plan),
      solver: outcome.solve.map { "\($0.solver) (\($0.reason))" },
      epochs: outcome.epochs.map(Epoch.init), stepCount: outcome.stepCount, seconds: seconds,
      rowsPerSecond: outcome.epochs.last?.rowsPerSecond ?? 0,
      bestEpoch: outcome.ending.bestEpoch)
  }
}

extension TrainingRecord.Epoch {
  init(_ summary: EpochSummary) {
    self.init(
      epoch: summary.epoch, step: summary.step, trainLoss: summary.trainLoss,
      devLoss: summary.devLoss, devMetric: summary.devMetric,
      learningRate: summary.learningRate, gradientNorm: summary.gradientNorm)
  }
}

extension TrainingOutcome {
  fileprivate func lossName(_ plan: TrainingPlan) -> String {
    if plan.loss != .auto { return plan.loss.rawValue }
    return model.task.isClassification ? "log loss" : "squared error"
  }
}

extension TerminationReason {
  /// The epoch whose parameters were kept, where early stopping chose one.
  var bestEpoch: Int? {
    if case .noImprovement(let best) = self { best } else { nil }
  }

  /// How it ended, for people.
  func sentence(_ plan: TrainingPlan) -> String {
    switch self {
    case .completed: "the whole budget was used"
    case .converged(let iterations):
      iterations <= 1 ? "solved in closed form" : "converged after \(iterations) iterations"
    case .iterationLimit(let iterations):
      "stopped after \(iterations) iterations, before the tolerance was reached"
    case .noImprovement(let best):
      "stopped: no gain on dev \(plan.earlyStopping?.metric.name ?? "metric") for "
        + "\(plan.earlyStopping?.patience ?? 0) epochs; kept epoch \(best)"
    case .targetReached(let step): "the target was reached at step \(step)"
    case .diverged(let step, let loss, let tensor):
      "diverged at step \(step): loss \(loss)" + (tensor.map { ", \($0) is not finite" } ?? "")
    case .stopped(let check, let step, let reason): "stopped by \(check) at step \(step): \(reason)"
    case .cancelled(let step): "stopped on request after step \(step)"
    }
  }
}
