import LinearAlgebra
import Schema

/// Follows a search from iteration to iteration: what gradient training does after each step and
/// each epoch.
final class SearchWatch<Scalar: BLASScalar> {
  private let training: NetworkTraining<Scalar>
  private let objective: FullBatchObjective
  private let dev: LabelledRows<Double>?
  private let lossUnit: Double
  private let tolerance: Double
  private var startTime = ContinuousClock.now
  private var checkpointClock = CheckpointClock()
  private var stopping: EarlyStoppingState<Double>?
  private var target: TargetWatch?
  private(set) var epochs = [EpochSummary]()
  private(set) var stepLosses = [Double]()
  private(set) var stepCount = 0
  var ending: TerminationReason?

  init(
    _ training: NetworkTraining<Scalar>, rows: LabelledRows<Double>, classFactors: [Double]?,
    objective: FullBatchObjective, tolerance: Double
  ) {
    self.training = training
    self.objective = objective
    self.tolerance = tolerance
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

  var elapsedSeconds: Double { seconds(since: startTime) }

  /// Looks at the start; an ending when there is nothing to search for or from.
  func begin(_ value: Double, _ gradient: [Double], at parameters: [Double]) -> TerminationReason? {
    let loss = loss(value, parameters)
    record(loss)
    let bad = gradient.withView { $0.firstNonFinite }
    if !loss.isFinite || bad != nil {
      let tensor = bad.flatMap(training.network.layout.tensorName(at:)) ?? "loss"
      return .diverged(step: 0, loss: loss, tensor: tensor)
    }
    return isTargetReached(loss) ? .targetReached(step: 0) : nil
  }

  /// Takes an iteration; true when it is the last one.
  func shouldStop(_ state: MinimizerIteration) -> Bool {
    let (iteration, parameters) = (state.number, state.parameters)
    stepCount = iteration
    let loss = loss(state.value, parameters)
    record(loss)
    let devValues = devLossAndMetric(parameters)
    let elapsed = elapsedSeconds
    let rowCount = Double(objective.rows.rowCount)
    let summary = EpochSummary(
      epoch: iteration, step: iteration, trainLoss: loss, devLoss: devValues?.loss,
      devMetric: devValues?.metric, learningRate: nil, gradientNorm: nil,
      rowsPerSecond: rowCount * Double(iteration) / max(1e-9, elapsed), elapsedSeconds: elapsed)
    epochs.append(summary)
    training.context.observe(
      .solverAdvanced(
        SolverProgress(passCount: state.passCount, remainder: state.remainder, goal: tolerance)))
    training.context.observe(.epochEnded(summary))
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

  /// Hands out a checkpoint where one is due, and where the training is cancelled.
  func saveCheckpoint(_ state: LimitedMemoryBFGS.State) {
    guard let saving = training.context.checkpoints else { return }
    var isCancelled = false
    if case .cancelled = ending { isCancelled = true }
    guard
      isCancelled
        || ending == nil
          && (checkpointClock.isDue(saving.interval, afterStep: state.iteration, isTick: true)
            || checkpointClock.isDue(saving.interval, afterEpoch: state.iteration))
    else { return }
    saving.save(checkpoint(state))
    checkpointClock.restart()
  }

  /// All that the training remembers, between two iterations.
  private func checkpoint(_ state: LimitedMemoryBFGS.State) -> TrainingCheckpoint {
    var position = TrainingPosition()
    (position.epoch, position.stepsDone) = (state.iteration, state.iteration)
    var checkpoint = TrainingCheckpoint(at: position)
    state.save(in: &checkpoint)
    stopping?.save(in: &checkpoint)
    checkpoint.save(epochs, as: "epochs")
    checkpoint.save([elapsedSeconds], as: "elapsed_seconds")
    if let target { checkpoint.save(target.stepsAllRight, as: "steps_all_right") }
    if training.context.recordsStepLosses { checkpoint.save(stepLosses, as: "step_losses") }
    return checkpoint
  }

  /// Remembers what a checkpoint of the same training keeps, and gives the search's state.
  func restore(
    from checkpoint: TrainingCheckpoint
  ) throws(CheckpointError) -> LimitedMemoryBFGS.State {
    let count = training.network.parameterCount
    let state = try LimitedMemoryBFGS.State(from: checkpoint, parameterCount: count)
    try stopping?.restore(from: checkpoint, parameterCount: count)
    epochs = try checkpoint.value([EpochSummary].self, named: "epochs")
    let elapsed: [Double] = try checkpoint.values("elapsed_seconds", count: 1)
    if target != nil {
      target?.stepsAllRight = try checkpoint.value(Int.self, named: "steps_all_right")
    }
    if training.context.recordsStepLosses { stepLosses = try checkpoint.values("step_losses") }
    stepCount = state.iteration
    startTime = .now - .seconds(elapsed[0])
    return state
  }

  /// The mean loss without penalties.
  private func loss(_ value: Double, _ parameters: [Double]) -> Double {
    let penalty = parameters.withView { training.penalty.value(of: $0, in: training.network) }
    return (value - penalty) / lossUnit
  }

  private func record(_ loss: Double) {
    if training.context.recordsStepLosses { stepLosses.append(loss) }
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
