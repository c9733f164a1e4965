import LinearAlgebra

// What a new part of a training remembers between steps is put in by `checkpoint` and taken out by
// `goOn(from:)`, a line each. A part that is only there with some plans is asked for only where the
// plan has it.
extension GradientTraining {
  /// Trains from the beginning, or from the context's checkpoint, to an end.
  mutating func outcome() throws(FitError) -> TrainingOutcome {
    if let earlier = context.earlier {
      do throws(CheckpointError) {
        try goOn(from: earlier)
      } catch { throw .checkpointDoesNotFit(error) }
    }
    return run()
  }

  /// All that the training remembers, between two steps.
  func checkpoint() -> TrainingCheckpoint {
    var checkpoint = TrainingCheckpoint(at: position)
    checkpoint.keep(parameters, as: "parameters")
    checkpoint.keep(optimizerState.stepCount, as: "optimizer_steps")
    for (index, buffer) in optimizerState.buffers.enumerated() {
      checkpoint.keep(buffer, as: "optimizer_buffer_\(index + 1)")
    }
    checkpoint.keep(scheduleState, as: "schedule")
    stopping?.keep(in: &checkpoint)
    context.monitor?.keep(in: &checkpoint)
    checkpoint.keep(epochs, as: "epochs")
    checkpoint.keep(elapsed, as: "elapsed_seconds")
    if let watch { checkpoint.keep(watch.stepsAllRight, as: "steps_all_right") }
    if let rowTrace {
      checkpoint.keep(rowTrace, as: "row_trace")
      checkpoint.keep(stepLosses, as: "step_losses")
    }
    return checkpoint
  }

  /// Puts the training where a checkpoint of the same training was taken.
  mutating func goOn(from checkpoint: TrainingCheckpoint) throws(CheckpointError) {
    let count = parameters.count
    parameters = try checkpoint.values("parameters", count: count)
    optimizerState.stepCount = try checkpoint.value(Int.self, named: "optimizer_steps")
    for index in optimizerState.buffers.indices {
      optimizerState.buffers[index] = try checkpoint.values(
        "optimizer_buffer_\(index + 1)", count: count)
    }
    scheduleState = try checkpoint.value(ScheduleState.self, named: "schedule")
    try stopping?.goOn(from: checkpoint, parameterCount: count)
    try context.monitor?.goOn(from: checkpoint)
    epochs = try checkpoint.value([EpochSummary].self, named: "epochs")
    let elapsed: [Double] = try checkpoint.values("elapsed_seconds", count: 2)
    if watch != nil {
      watch?.stepsAllRight = try checkpoint.value(Int.self, named: "steps_all_right")
    }
    if rowTrace != nil {
      rowTrace = try checkpoint.value(RowTrace.self, named: "row_trace")
      stepLosses = try checkpoint.values("step_losses")
    }
    guard checkpoint.position.stepsDone <= stepCount,
      checkpoint.position.batchesDone <= stepsPerEpoch
    else { throw .doesNotFit("position") }
    position = checkpoint.position
    restoreClocks(elapsed)
  }

  /// Hands out a checkpoint after a step where one is due, and where the training ends here.
  mutating func saveCheckpoint(isTick: Bool, isCancelled: Bool) {
    guard let saving = context.checkpoints else { return }
    guard
      isCancelled
        || checkpointClock.isDue(saving.rhythm, afterStep: position.stepsDone, isTick: isTick)
    else { return }
    saving.save(checkpoint())
    checkpointClock.restart()
  }

  /// Hands out a checkpoint after an epoch where one is due.
  mutating func saveCheckpoint(afterEpoch epoch: Int) {
    guard let saving = context.checkpoints,
      checkpointClock.isDue(saving.rhythm, afterEpoch: epoch)
    else { return }
    saving.save(checkpoint())
    checkpointClock.restart()
  }

  /// Seconds since the training and since its epoch began, without interruptions.
  private var elapsed: [Double] { [seconds(since: start), seconds(since: epochStart)] }

  private mutating func restoreClocks(_ elapsed: [Double]) {
    let now = ContinuousClock.now
    start = now - .seconds(elapsed[0])
    epochStart = now - .seconds(elapsed[1])
  }
}
