/// What surrounds a training: who watches it and who may end it.
public struct TrainingContext: Sendable {
  /// Is told what happens; can neither fail nor steer.
  public let observe: @Sendable (TrainingEvent) -> Void
  /// Asked after each step; true ends the training as `cancelled`.
  public let isCancelled: @Sendable () -> Bool
  /// Looks at each step and may end the training as `stopped`; nil where nobody does.
  public let monitor: (any TrainingMonitor)?
  /// Whether the outcome keeps the loss and the row ids of every step.
  public let recordsStepLosses: Bool
  /// Who takes checkpoints and when: only trainings along gradients make any. One more is made
  /// where the training is cancelled.
  public let checkpoints: CheckpointSaving?
  /// A checkpoint of the same training to go on from; nil starts at the beginning.
  public let earlier: TrainingCheckpoint?

  public init(
    recordsStepLosses: Bool = false, monitor: (any TrainingMonitor)? = nil,
    checkpoints: CheckpointSaving? = nil, earlier: TrainingCheckpoint? = nil,
    isCancelled: @escaping @Sendable () -> Bool = { false },
    observe: @escaping @Sendable (TrainingEvent) -> Void = { _ in }
  ) {
    self.recordsStepLosses = recordsStepLosses
    self.monitor = monitor
    self.checkpoints = checkpoints
    self.earlier = earlier
    self.isCancelled = isCancelled
    self.observe = observe
  }
}

/// Something that happened in a training.
public enum TrainingEvent: Sendable {
  case epochEnded(EpochSummary)
  /// Now and then within an epoch, for a progress line: at most some ten times a second.
  case progressed(TrainingProgress)
  /// After each iteration of a solver or search, just before `epochEnded`, and after each fit of
  /// a cross-validation that chooses a penalty.
  case solverAdvanced(SolverProgress)
}

/// How far a solver has come: what says how much work is left.
public struct SolverProgress: Sendable, Hashable {
  /// Passes over the rows so far: evaluations, and products with second derivatives.
  public let passCount: Int
  /// From 1, not steadily, to the goal: the largest derivative as a share of the one at the start,
  /// or the share of a cross-validation's fits that are to come.
  public let remainder: Double
  public let goal: Double

  public init(passCount: Int, remainder: Double, goal: Double) {
    self.passCount = passCount
    self.remainder = remainder
    self.goal = goal
  }
}

/// How far a training is.
public struct TrainingProgress: Sendable, Hashable {
  public let epoch: Int
  /// Epochs in all, where the budget says so.
  public let epochCount: Int?
  public let fractionDone: Double
  public let loss: Double
  public let rowsPerSecond: Double

  public init(
    epoch: Int, epochCount: Int?, fractionDone: Double, loss: Double, rowsPerSecond: Double
  ) {
    self.epoch = epoch
    self.epochCount = epochCount
    self.fractionDone = fractionDone
    self.loss = loss
    self.rowsPerSecond = rowsPerSecond
  }
}
