import Learning
import LinearAlgebra
import Schema

/// What a debugger of training gets to see: losses, tensors and activations at the end of epochs.
struct TrainingTrace: Sendable {
  let isClassification: Bool
  let classCounts: [Int]
  let epochCount: Int
  /// Before the first step, then after each epoch.
  let snapshots: [Snapshot]
  /// Loss of each batch, before its step.
  let batchLosses: [Double]
  let inputs: InputFacts
  /// Least and greatest target.
  let targetRange: ClosedRange<Double>?
  /// "identity", "sigmoid" or "softmax"; what the last layer ends in.
  let head: String
  let activation: String
  /// What training on sixteen rows for a thousand steps left, as TheDeepChecker does first.
  let smallBatch: SmallBatch

  struct Snapshot: Sendable {
    let epoch: Int
    let trainLoss: Double
    let devLoss: Double?
    let trainAccuracy: Double?
    let devAccuracy: Double?
    let layers: [LayerState]
    let areTensorsFinite: Bool
  }

  struct LayerState: Sendable {
    let weightVariance: Double
    let weightSize: Double
    /// Length of the weights' change since the snapshot before.
    let change: Double
    let gradientNorm: Double
    let meanGradient: Double
    let zeroGradientShare: Double
    /// Of the layer's activation; nil for the last layer.
    let activation: ActivationState?
  }

  struct ActivationState: Sendable {
    let deviation: Double
    /// Outputs at or below 0.
    let zeroShare: Double
    /// Units whose outputs are below 1e-5 in size on 95 % of the rows, and on 99 %.
    let deadShare: Double
    let inactiveShare: Double
    /// Sums before the activation of size 5 and more; of 9.5 and more.
    let beyondFiveShare: Double
    let beyondNineShare: Double
    /// Units whose mean distance from the middle of the range is above .85 of its half.
    let saturatedShare: Double
  }

  struct InputFacts: Sendable {
    let least: Double
    let greatest: Double
    let mean: Double
    let deviation: Double
    let hasConstantColumn: Bool
    let isFinite: Bool
    /// Each column by itself: within [0, 1], within [-1, 1], or standardised.
    let areAllScaled: Bool
  }

  struct SmallBatch: Sendable {
    let accuracy: Double?
    let meanError: Double?
    let fits: Bool
  }
}
