/// The surroundings of a training: observers, cancellation, monitor and checkpoints.
public struct TrainingContext: Sendable {
  /// Receives the events of the training; can neither fail nor steer it.
  public let observe: @Sendable (TrainingEvent) -> Void
  /// Called after each step; true stops the training as `cancelled`.
  public let isCancelled: @Sendable () -> Bool
  /// Inspects each step and may stop the training as `stopped`; nil for none.
  public let monitor: (any TrainingMonitor)?
  /// Whether the outcome records the loss and the row ids of every step.
  public let recordsStepLosses: Bool
  /// When checkpoints are saved and by whom; solvers save none. One more is saved when the training
  /// is cancelled.
  public let checkpoints: CheckpointSaving?
  /// A checkpoint of the same training to resume from; nil for the beginning.
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

/// An event of a training.
public enum TrainingEvent: Sendable {
  case epochEnded(EpochSummary)
  /// Progress within an epoch, at most ten times a second.
  case progressed(TrainingProgress)
  /// After each iteration of a solver, just before `epochEnded`, and after each fit of a
  /// cross-validation that chooses a penalty.
  case solverAdvanced(SolverProgress)
}

/// The work that a solver has done so far.
public struct SolverProgress: Sendable, Hashable {
  /// Passes over the rows: evaluations of the objective and products with its Hessian.
  public let passCount: Int
  /// The fraction of a cross-validation's fits that are done; nil outside one.
  public let fractionOfFits: Double?

  public init(passCount: Int, fractionOfFits: Double? = nil) {
    self.passCount = passCount
    self.fractionOfFits = fractionOfFits
  }
}

/// Progress of a training.
public struct TrainingProgress: Sendable, Hashable {
  public let epoch: Int
  /// Number of epochs of the budget; nil for a budget of steps.
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
