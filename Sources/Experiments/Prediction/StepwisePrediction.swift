import Learning

/// How long a training by steps takes, from the steps that were rehearsed.
struct StepwisePrediction {
  let estimate: TimeEstimate

  /// - Parameters:
  ///   - forwardShare: A prediction's operations in a step's, row by row: what a dev row takes,
  ///     where no look at them was rehearsed.
  init(
    _ marks: RehearsalWatch.Marks, plan: TrainingPlan, rowCount: Int, devRowCount: Int,
    forwardShare: Double
  ) {
    let rowsPerStep = plan.rowsPerStep(of: rowCount)
    let stepsPerEpoch = plan.stepsPerEpoch(of: rowCount)
    let epochs = Double(plan.stepCount(of: rowCount)) / Double(stepsPerEpoch)
    let first = Self.secondsPerStep(marks)
    let setUp = max(0, (marks.doublings.first ?? 0) - first)
    // Beyond the steps: the order of the rows, the dev rows, the line in the log.
    let epoch: Double
    if marks.epochs.count > 1 {
      // The later half: the first epochs meet cold caches.
      let from = (marks.epochs.count - 1) / 2
      epoch =
        (marks.epochs[marks.epochs.count - 1] - marks.epochs[from])
        / Double(marks.epochs.count - 1 - from)
    } else {
      let end = marks.epochs.first.map { max(0, $0 - marks.firstEpochLastStep) }
      let dev = Double(devRowCount) / Double(rowsPerStep) * first * forwardShare
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

  /// Over the later half of the first epoch's steps that were marked.
  private static func secondsPerStep(_ marks: RehearsalWatch.Marks) -> Double {
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
