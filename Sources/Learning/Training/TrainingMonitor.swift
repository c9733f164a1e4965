/// Watches a training from within and may end it.
///
/// Unlike an observer it is asked, after each step and each epoch, whether to go on. It runs on
/// the training's thread: what it costs, the training costs.
public protocol TrainingMonitor: Sendable {
  /// After a step; a reason ends the training as `stopped`.
  ///
  /// - Parameter model: the model as it now is; making it copies the parameters.
  func stepEnded(_ step: StepReport, model: () -> any FittedModel) -> StopReason?

  /// After an epoch, when the dev rows have been looked at.
  func epochEnded(_ epoch: EpochSummary, model: () -> any FittedModel) -> StopReason?

  /// Puts what it remembers of the steps so far into a checkpoint, under a name of its own.
  func keep(in checkpoint: inout TrainingCheckpoint)

  /// Remembers what it had put into a checkpoint, and nothing else.
  func goOn(from checkpoint: TrainingCheckpoint) throws(CheckpointError)
}

// What watches trials alone, of which no checkpoints are made, has nothing to keep.
extension TrainingMonitor {
  public func keep(in checkpoint: inout TrainingCheckpoint) {}
  public func goOn(from checkpoint: TrainingCheckpoint) throws(CheckpointError) {}
}

/// What a step knows of itself anyway.
public struct StepReport: Sendable, Hashable {
  /// From 1: how many steps have been done.
  public let step: Int
  /// From 1.
  public let epoch: Int
  /// Steps of the whole budget, and of each epoch.
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

/// Why a monitor ends a training.
public struct StopReason: Error, Sendable, Hashable, Codable {
  /// The code of the check that asks for it: "ST02".
  public let check: String
  /// What was seen, in numbers.
  public let reason: String

  public init(check: String, reason: String) {
    self.check = check
    self.reason = reason
  }
}
