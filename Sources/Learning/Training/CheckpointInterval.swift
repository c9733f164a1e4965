/// The intervals between checkpoints: one is saved whenever any of these has passed.
public struct CheckpointInterval: Sendable, Hashable {
  /// Number of steps, counted from the beginning of the training.
  public var steps: Int?
  /// Number of epochs; saved at their end.
  public var epochs: Int?
  /// Time since the last checkpoint; checked about ten times a second.
  public var seconds: Double?

  public init(steps: Int? = nil, epochs: Int? = nil, seconds: Double? = nil) {
    self.steps = steps
    self.epochs = epochs
    self.seconds = seconds
  }
}

/// When a training makes checkpoints, and who saves them.
public struct CheckpointSaving: Sendable {
  public let interval: CheckpointInterval
  /// Saves a checkpoint before the next step; must handle its own failures.
  public let save: @Sendable (TrainingCheckpoint) -> Void

  public init(
    _ interval: CheckpointInterval, save: @escaping @Sendable (TrainingCheckpoint) -> Void
  ) {
    self.interval = interval
    self.save = save
  }
}

/// Whether a checkpoint is due.
struct CheckpointClock {
  private var last = ContinuousClock.now

  /// Whether one is due after a step; `isTick` is true about ten times a second, so that steps need
  /// not read the clock.
  func isDue(_ interval: CheckpointInterval, afterStep step: Int, isTick: Bool) -> Bool {
    if let steps = interval.steps, step % steps == 0 { return true }
    guard isTick, let limit = interval.seconds else { return false }
    return seconds(since: last) >= limit
  }

  func isDue(_ interval: CheckpointInterval, afterEpoch epoch: Int) -> Bool {
    interval.epochs.map { epoch % $0 == 0 } ?? false
  }

  mutating func restart() { last = .now }
}
