/// The epochs and losses of one training, recorded and reported to observers as it runs.
final class TrainingLog {
  private let context: TrainingContext
  private let method: TrainingMethod
  private var start = ContinuousClock.now
  private(set) var epochs = [EpochSummary]()
  /// The training losses that the outcome keeps where the context asks for them.
  private(set) var stepLosses = [Double]()

  init(_ context: TrainingContext, method: TrainingMethod) {
    self.context = context
    self.method = method
  }

  /// Seconds since the start, without interruptions.
  var elapsedSeconds: Double { seconds(since: start) }

  /// Records the training loss at the initial state or at a step.
  func record(loss: Double) {
    if context.recordsStepLosses { stepLosses.append(loss) }
  }

  func endEpoch(_ summary: EpochSummary) {
    epochs.append(summary)
    context.observe(.epochEnded(summary))
  }

  /// Records an iteration of a minimizer as an epoch, and reports its passes.
  func endIteration(
    _ state: MinimizerState, trainLoss: Double, rowCount: Int,
    dev: (loss: Double, metric: Double?)? = nil
  ) {
    context.observe(.solverAdvanced(SolverProgress(passCount: state.passCount)))
    endIteration(state.iteration, trainLoss: trainLoss, rowCount: rowCount, dev: dev)
  }

  /// Records an iteration on all rows as an epoch.
  func endIteration(
    _ number: Int, trainLoss: Double, rowCount: Int, dev: (loss: Double, metric: Double?)? = nil
  ) {
    let elapsed = elapsedSeconds
    endEpoch(
      EpochSummary(
        epoch: number, step: number, trainLoss: trainLoss, devLoss: dev?.loss,
        devMetric: dev?.metric, learningRate: nil, gradientNorm: nil,
        rowsPerSecond: Double(rowCount * number) / max(1e-9, elapsed), elapsedSeconds: elapsed))
  }

  /// The outcome of the training, with what was recorded.
  func outcome(
    _ model: any FittedModel, ending: TerminationReason, stepCount: Int, constantRowIDs: [Int]?,
    solve: SolveReport? = nil, threadCount: Int = 1
  ) -> TrainingOutcome {
    TrainingOutcome(
      model: model, method: method, ending: ending, epochs: epochs, solve: solve,
      stepLosses: stepLosses,
      stepCount: stepCount, constantRowIDs: constantRowIDs, elapsedSeconds: elapsedSeconds,
      threadCount: threadCount)
  }

  func save(in checkpoint: inout TrainingCheckpoint) {
    checkpoint.save(epochs, as: "epochs")
    checkpoint.save([elapsedSeconds], as: "elapsed_seconds")
    if context.recordsStepLosses { checkpoint.save(stepLosses, as: "step_losses") }
  }

  func restore(from checkpoint: TrainingCheckpoint) throws(CheckpointError) {
    epochs = try checkpoint.value([EpochSummary].self, named: "epochs")
    let elapsed = try checkpoint.duration("elapsed_seconds")
    if context.recordsStepLosses { stepLosses = try checkpoint.values("step_losses") }
    start = .now - elapsed
  }
}
