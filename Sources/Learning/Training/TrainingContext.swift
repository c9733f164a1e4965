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

  public init(
    recordsStepLosses: Bool = false, monitor: (any TrainingMonitor)? = nil,
    isCancelled: @escaping @Sendable () -> Bool = { false },
    observe: @escaping @Sendable (TrainingEvent) -> Void = { _ in }
  ) {
    self.recordsStepLosses = recordsStepLosses
    self.monitor = monitor
    self.isCancelled = isCancelled
    self.observe = observe
  }
}

/// Something that happened in a training.
public enum TrainingEvent: Sendable {
  case epochEnded(EpochSummary)
  /// Now and then within an epoch, for a progress line: at most some ten times a second.
  case progressed(TrainingProgress)
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
