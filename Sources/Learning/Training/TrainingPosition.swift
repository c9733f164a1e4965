import LinearAlgebra

/// How far a training is: the epoch under way, the batches of it that are done, and their sums.
public struct TrainingPosition: Sendable, Hashable, Codable {
  /// The epoch under way or ended last, from 1; 0 before the first.
  public internal(set) var epoch = 0
  /// Steps done in all.
  public internal(set) var stepsDone = 0
  /// Batches of the epoch under way that are done; 0 between epochs.
  var batchesDone = 0
  /// Σ loss, Σ weight and count of the rows of those batches.
  var lossSum = 0.0
  var weightSum = 0.0
  var rowCount = 0
  /// The rate and the gradient's norm of the last step.
  var learningRate: Double?
  var gradientNorm: Double?

  /// The steps of an epoch have begun and its end has not been dealt with.
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

  /// Mean loss over the epoch's batches so far.
  var meanLoss: Double { lossSum / weightSum }
}
