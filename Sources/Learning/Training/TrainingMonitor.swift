public import Findings

/// Inspects a training at each step and may stop it.
///
/// It runs on the training's thread: its time is time of the training.
public protocol TrainingMonitor: Sendable {
  /// Called after a step; a reason stops the training as `stopped`.
  ///
  /// - Parameter model: Makes the current model, which copies the parameters.
  func stepEnded(_ step: StepReport, model: () -> any FittedModel) -> StopReason?

  /// Called after an epoch and its evaluation on the dev rows.
  func epochEnded(_ epoch: EpochSummary, model: () -> any FittedModel) -> StopReason?

  /// Saves its state in a checkpoint, under a name of its own.
  func save(in checkpoint: inout TrainingCheckpoint)

  /// Restores its state from a checkpoint.
  func restore(from checkpoint: TrainingCheckpoint) throws(CheckpointError)
}

// A monitor of trainings without checkpoints has nothing to save.
extension TrainingMonitor {
  public func save(in checkpoint: inout TrainingCheckpoint) {}
  public func restore(from checkpoint: TrainingCheckpoint) throws(CheckpointError) {}
}

/// The facts of a step.
public struct StepReport: Sendable, Hashable {
  /// Number of completed steps, this one included.
  public let step: Int
  /// From 1.
  public let epoch: Int
  /// Number of steps of the budget, and of each epoch.
  public let stepCount: Int
  public let stepsPerEpoch: Int
  /// The mean loss of the batch before the step, without penalties.
  public let loss: Double
  public let rowCount: Int
  /// Of the gradient with its penalties before clipping, and of the parameters before the step.
  public let gradientNorm: Double
  public let parameterNorm: Double
  public let learningRate: Double
  public let isClipped: Bool

  public init(
    step: Int, epoch: Int, stepCount: Int, stepsPerEpoch: Int, loss: Double, rowCount: Int,
    gradientNorm: Double, parameterNorm: Double, learningRate: Double, isClipped: Bool
  ) {
    self.step = step
    self.epoch = epoch
    self.stepCount = stepCount
    self.stepsPerEpoch = stepsPerEpoch
    self.loss = loss
    self.rowCount = rowCount
    self.gradientNorm = gradientNorm
    self.parameterNorm = parameterNorm
    self.learningRate = learningRate
    self.isClipped = isClipped
  }
}

/// Why a monitor stops a training.
public struct StopReason: Sendable, Hashable, Codable {
  public let check: CheckCode
  /// The finding, with its numbers.
  public let reason: String

  public init(check: CheckCode, reason: String) {
    self.check = check
    self.reason = reason
  }
}
