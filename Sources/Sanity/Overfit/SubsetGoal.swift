import Foundation
import Learning
import LinearAlgebra

/// The goal of fitting the subset, for a model that can memorize it.
struct SubsetGoal: Sendable {
  /// The training loss at which training may end.
  let target: StepTarget
  /// The highest possible accuracy.
  let accuracy: Double

  init(subset: OverfitSubset, loss: LossKind, settings: GateSettings) {
    let ceiling = subset.ceiling
    accuracy = ceiling.accuracy
    let needsAllRight = ceiling.conflictRowCount == 0
    if let wanted = settings.overfitTarget {
      target = StepTarget(loss: wanted, needsAllRight: needsAllRight)
      return
    }
    let limit = settings.value(of: .overfitLoss)
    switch subset.rows.targets {
    case .values(let values):
      let residual = (ceiling.squaredError + Self.tolerated(of: values)).squareRoot()
      let value = LossFormula.pointwise(loss).map { $0(residual) } ?? residual * residual
      target = StepTarget(loss: value)
    case .classes(_, let classCount):
      let k = Double(classCount)
      switch loss {
      case .auto, .crossEntropy, .binaryCrossEntropy:
        // With a sigmoid for each class the loss is averaged over classes; two of them dominate it.
        let scale = loss == .binaryCrossEntropy && classCount > 2 ? 2 / k : 1
        target = StepTarget(
          loss: scale * (ceiling.crossEntropy + limit), needsAllRight: needsAllRight,
          patientLoss: needsAllRight ? scale * Threshold.overfitPatientLoss.value : nil)
      case .hinge:
        target = StepTarget(loss: 2 * limit * (k - 1), needsAllRight: needsAllRight)
      case .meanSquaredError, .meanAbsoluteError, .huber:
        // A tenth of the error of uniform probabilities: their mean over the outputs is (1 - 1/k)/k
        // squared, and twice that in absolute value.
        let even = (1 - 1 / k) / k
        let scale = loss == .meanAbsoluteError ? 2.0 : loss == .huber ? 0.5 : 1
        target = StepTarget(
          loss: scale * even * (2 * limit + (1 - ceiling.accuracy)), needsAllRight: needsAllRight)
      }
    }
  }

  /// The tolerated squared error.
  private static func tolerated(of values: [Double]) -> Double {
    let (mean, variance) = (values.mean, values.variance)
    return Threshold.overfitVariance.value * (variance > 0 ? variance : max(1, mean * mean))
  }
}
