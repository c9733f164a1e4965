import LinearAlgebra

// New state of a training between steps takes one line in `checkpoint` and one in `restore(from:)`.
// State that only some plans have is read only for such plans.
extension GradientTraining {
  /// Trains from the beginning or from the context's checkpoint.
  mutating func outcome() throws(FitError) -> TrainingOutcome {
    if let earlier = context.earlier {
      do throws(CheckpointError) {
        try restore(from: earlier)
      } catch { throw .checkpointDoesNotFit(error) }
    }
    return run()
  }

  /// The state of the training between two steps.
  func checkpoint() -> TrainingCheckpoint {
    var checkpoint = TrainingCheckpoint(at: position)
    checkpoint.save(parameters, as: "parameters")
    checkpoint.save(optimizerState.stepCount, as: "optimizer_steps")
    for (index, buffer) in optimizerState.buffers.enumerated() {
      checkpoint.save(buffer, as: "optimizer_buffer_\(index + 1)")
    }
    checkpoint.save(scheduleState, as: "schedule")
    stopping?.save(in: &checkpoint)
    context.monitor?.save(in: &checkpoint)
    log.save(in: &checkpoint)
    checkpoint.save([seconds(since: epochStart)], as: "epoch_elapsed_seconds")
    if let watch { checkpoint.save(watch.stepsAllRight, as: "steps_all_right") }
    if let rowTrace { checkpoint.save(rowTrace, as: "row_trace") }
    return checkpoint
  }

  /// Restores the state of a checkpoint of the same training.
  mutating func restore(from checkpoint: TrainingCheckpoint) throws(CheckpointError) {
    let count = parameters.count
    parameters = try checkpoint.values("parameters", count: count)
    optimizerState.stepCount = try checkpoint.value(Int.self, named: "optimizer_steps")
    for index in optimizerState.buffers.indices {
      optimizerState.buffers[index] = try checkpoint.values(
        "optimizer_buffer_\(index + 1)", count: count)
    }
    scheduleState = try checkpoint.value(ScheduleState.self, named: "schedule")
    try stopping?.restore(from: checkpoint, parameterCount: count)
    try context.monitor?.restore(from: checkpoint)
    try log.restore(from: checkpoint)
    let elapsed = try checkpoint.duration("epoch_elapsed_seconds")
    if watch != nil {
      watch?.stepsAllRight = try checkpoint.value(Int.self, named: "steps_all_right")
    }
    if rowTrace != nil {
      rowTrace = try checkpoint.value(RowTrace.self, named: "row_trace")
    }
    guard checkpoint.position.stepsDone <= stepCount,
      checkpoint.position.batchesDone <= stepsPerEpoch
    else { throw .doesNotFit("position") }
    position = checkpoint.position
    epochStart = .now - elapsed
  }

  /// Saves a checkpoint after a step if one is due, or if the training is cancelled here.
  mutating func saveCheckpoint(isTick: Bool, isCancelled: Bool) {
    guard let saving = context.checkpoints else { return }
    guard
      isCancelled
        || checkpointClock.isDue(saving.interval, afterStep: position.stepsDone, isTick: isTick)
    else { return }
    saving.save(checkpoint())
    checkpointClock.restart()
  }

  /// Saves a checkpoint after an epoch if one is due.
  mutating func saveCheckpoint(afterEpoch epoch: Int) {
    guard let saving = context.checkpoints,
      checkpointClock.isDue(saving.interval, afterEpoch: epoch)
    else { return }
    saving.save(checkpoint())
    checkpointClock.restart()
  }
}
