import LinearAlgebra
import Schema

/// Follows a full-batch training: does after each iteration what gradient training does after each
/// step and epoch.
final class SearchWatch<Scalar: BLASScalar> {
  private let training: NetworkTraining<Scalar>
  private let objective: FullBatchObjective
  private let dev: LabelledRows<Double>?
  private let lossUnit: Double
  private let log: TrainingLog
  private var checkpointClock = CheckpointClock()
  private var stopping: EarlyStoppingState<Double>?
  private var target: TargetWatch?
  private(set) var stepCount = 0
  var ending: TerminationReason?

  init(
    _ training: NetworkTraining<Scalar>, rows: LabelledRows<Double>, classFactors: [Double]?,
    objective: FullBatchObjective, log: TrainingLog
  ) {
    self.training = training
    self.objective = objective
    self.log = log
    dev = training.dev.flatMap {
      $0.rowCount == 0 ? nil : LabelledRows($0, classFactors: classFactors)
    }
    lossUnit = training.plan.reduction == .sum ? rows.totalWeight : 1
    stopping = training.plan.earlyStopping.map { EarlyStoppingState($0) }
    target = training.plan.target.map {
      TargetWatch($0, isClassification: training.network.head.task.isClassification)
    }
  }

  var bestParameters: [Double]? { stopping?.bestParameters }

  /// Checks the initial state; returns an ending when it is not finite or has reached the target.
  func begin(_ state: MinimizerState) -> TerminationReason? {
    let loss = loss(state)
    log.record(loss: loss)
    let bad = state.gradient.withView { $0.firstNonFinite }
    if !loss.isFinite || bad != nil {
      let tensor = bad.flatMap(training.network.layout.tensorName(at:)) ?? "loss"
      return .diverged(step: 0, loss: loss, tensor: tensor)
    }
    return isTargetReached(loss) ? .targetReached(step: 0) : nil
  }

  /// Records an iteration; true when it is the last one.
  func shouldStop(_ state: MinimizerState) -> Bool {
    let (iteration, parameters) = (state.iteration, state.parameters)
    stepCount = iteration
    let loss = loss(state)
    log.record(loss: loss)
    let devValues = devLossAndMetric(parameters)
    log.endIteration(
      state, trainLoss: loss, rowCount: objective.rows.rowCount, dev: devValues)
    if isTargetReached(loss) {
      ending = .targetReached(step: iteration)
    } else if training.context.isCancelled() {
      ending = .cancelled(step: iteration)
    } else if let metric = devValues?.metric,
      stopping?.shouldStop(after: iteration, value: metric, parameters: parameters) == true
    {
      ending = .noImprovement(bestEpoch: stopping?.bestEpoch ?? iteration)
    }
    return ending != nil
  }

  /// Saves a checkpoint where one is due, and where the training is cancelled.
  func saveCheckpoint(_ state: MinimizerState, _ step: LimitedMemoryBFGS) {
    guard let saving = training.context.checkpoints else { return }
    var isCancelled = false
    if case .cancelled = ending { isCancelled = true }
    guard
      isCancelled
        || ending == nil
          && (checkpointClock.isDue(saving.interval, afterStep: state.iteration, isTick: true)
            || checkpointClock.isDue(saving.interval, afterEpoch: state.iteration))
    else { return }
    saving.save(checkpoint(state, step))
    checkpointClock.restart()
  }

  /// The state of the training between two iterations.
  private func checkpoint(
    _ state: MinimizerState, _ step: LimitedMemoryBFGS
  ) -> TrainingCheckpoint {
    var position = TrainingPosition()
    (position.epoch, position.stepsDone) = (state.iteration, state.iteration)
    var checkpoint = TrainingCheckpoint(at: position)
    step.save(state, in: &checkpoint)
    stopping?.save(in: &checkpoint)
    log.save(in: &checkpoint)
    if let target { checkpoint.save(target.stepsAllRight, as: "steps_all_right") }
    return checkpoint
  }

  /// Restores the state of a checkpoint of the same training; returns the minimizer's.
  func restore(
    _ step: inout LimitedMemoryBFGS, from checkpoint: TrainingCheckpoint
  ) throws(CheckpointError) -> MinimizerState {
    let state = try step.restore(from: checkpoint)
    try stopping?.restore(from: checkpoint, parameterCount: training.network.parameterCount)
    try log.restore(from: checkpoint)
    if target != nil {
      target?.stepsAllRight = try checkpoint.value(Int.self, named: "steps_all_right")
    }
    stepCount = state.iteration
    return state
  }

  /// The mean loss without penalties.
  private func loss(_ state: MinimizerState) -> Double {
    let penalty = state.parameters.withView {
      training.penalty.value(of: $0, in: training.network)
    }
    return (state.value - penalty) / lossUnit
  }

  private func isTargetReached(_ loss: Double) -> Bool {
    target?.isReached(
      loss: loss, rightCount: objective.rightCount, rowCount: objective.rows.rowCount) ?? false
  }

  private func devLossAndMetric(_ parameters: [Double]) -> (loss: Double, metric: Double?)? {
    guard let dev else { return nil }
    let plan = training.plan
    let (outputs, sum) = ForwardRun(training.network, parameters: parameters).outputsAndLoss(
      for: dev.inputs, targets: dev.targets, weights: dev.weights,
      smoothing: plan.labelSmoothing)
    return (sum.loss / dev.totalWeight, plan.earlyStopping.map { $0.metric.value(outputs) })
  }
}
