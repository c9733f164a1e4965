import Learning

/// The duration of a training by steps, from the steps of its rehearsal.
struct StepwiseEstimate {
  let estimate: TimeEstimate

  /// - Parameters:
  ///   - forwardFraction: A prediction's operations relative to a training step's, per row: the cost
  ///     of a dev row where no epoch end was rehearsed.
  init(
    _ marks: RehearsalMonitor.Marks, plan: TrainingPlan, rowCount: Int, devRowCount: Int,
    forwardFraction: Double
  ) {
    let rowsPerStep = plan.rowsPerStep(of: rowCount)
    let stepsPerEpoch = plan.stepsPerEpoch(of: rowCount)
    let epochs = Double(plan.stepCount(of: rowCount)) / Double(stepsPerEpoch)
    let first = Self.secondsPerStep(marks)
    let setUp = max(0, (marks.doublings.first ?? 0) - first)
    // In addition to the steps: shuffling, the dev rows, the event log.
    let epoch: Double
    if marks.epochs.count > 1 {
      // The second half: caches are cold in the first epochs.
      let from = (marks.epochs.count - 1) / 2
      epoch =
        (marks.epochs[marks.epochs.count - 1] - marks.epochs[from])
        / Double(marks.epochs.count - 1 - from)
    } else {
      let end = marks.epochs.first.map { max(0, $0 - marks.firstEpochLastStep) }
      let dev = Double(devRowCount) / Double(rowsPerStep) * first * forwardFraction
      epoch = first * Double(stepsPerEpoch) + (end ?? dev)
    }
    func seconds(_ epochCount: Double) -> Double { setUp + epoch * epochCount }
    if let stopping = plan.earlyStopping, devRowCount > 0 {
      estimate = TimeEstimate(
        from: seconds(min(epochs, Double(stopping.patience + 1))), to: seconds(epochs))
    } else {
      estimate = TimeEstimate(seconds(epochs))
    }
  }

  /// Over the second half of the first epoch's timed steps.
  private static func secondsPerStep(_ marks: RehearsalMonitor.Marks) -> Double {
    let count = marks.epochs.isEmpty ? marks.stepCount : marks.firstEpochSteps
    let last = marks.epochs.isEmpty ? marks.lastStep : marks.firstEpochLastStep
    guard let index = marks.doublings.indices.last(where: { 1 << $0 <= max(1, count / 2) }) else {
      return 0
    }
    let from = 1 << index
    if count <= from { return last }
    return (last - marks.doublings[index]) / Double(count - from)
  }
}
