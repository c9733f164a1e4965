/// How often a training hands out a checkpoint: whenever one of these is due.
public struct CheckpointRhythm: Sendable, Hashable {
  /// Every so many steps, counted from the training's start.
  public var steps: Int?
  /// At the end of every so many epochs.
  public var epochs: Int?
  /// So long after the last one; looked at some ten times a second.
  public var seconds: Double?

  public init(steps: Int? = nil, epochs: Int? = nil, seconds: Double? = nil) {
    self.steps = steps
    self.epochs = epochs
    self.seconds = seconds
  }
}

/// When a training hands out checkpoints, and who takes them.
public struct CheckpointSaving: Sendable {
  public let rhythm: CheckpointRhythm
  /// Takes a checkpoint before the next step; must cope with its own failures.
  public let save: @Sendable (TrainingCheckpoint) -> Void

  public init(_ rhythm: CheckpointRhythm, save: @escaping @Sendable (TrainingCheckpoint) -> Void) {
    self.rhythm = rhythm
    self.save = save
  }
}

/// Says when a checkpoint is due.
struct CheckpointClock {
  private var last = ContinuousClock.now

  /// After a step; `isTick` is true some ten times a second, so that steps need not read the clock.
  func isDue(_ rhythm: CheckpointRhythm, afterStep step: Int, isTick: Bool) -> Bool {
    if let steps = rhythm.steps, step % steps == 0 { return true }
    guard isTick, let limit = rhythm.seconds else { return false }
    return seconds(since: last) >= limit
  }

  func isDue(_ rhythm: CheckpointRhythm, afterEpoch epoch: Int) -> Bool {
    rhythm.epochs.map { epoch % $0 == 0 } ?? false
  }

  mutating func restart() { last = .now }
}
