import LinearAlgebra

/// The position of a training: the current epoch, its completed batches and their sums.
public struct TrainingPosition: Sendable, Hashable, Codable {
  /// The current epoch or the last one, from 1; 0 before the first.
  public internal(set) var epoch = 0
  /// Number of completed steps.
  public internal(set) var stepsDone = 0
  /// Number of completed steps of the current epoch; 0 between epochs.
  var batchesDone = 0
  /// Σ loss, Σ weight and number of the rows of those steps.
  var lossSum = 0.0
  var weightSum = 0.0
  var rowCount = 0
  /// Learning rate and gradient norm of the last step.
  var learningRate: Double?
  var gradientNorm: Double?

  /// Whether an epoch has begun and not ended.
  var isWithinEpoch: Bool { batchesDone > 0 }

  mutating func beginEpoch() {
    epoch += 1
    (batchesDone, lossSum, weightSum, rowCount) = (0, 0, 0, 0)
  }

  mutating func add(_ batch: LossSum, weight: Double, rowCount: Int) {
    batchesDone += 1
    lossSum += batch.loss
    weightSum += weight
    self.rowCount += rowCount
  }

  mutating func endEpoch() { batchesDone = 0 }

  /// Mean loss over the completed steps of the epoch.
  var meanLoss: Double { lossSum / weightSum }
}
