import Foundation
import Learning

/// What counts as having fitted the subset, for a model that can memorise it.
struct SubsetGoal: Sendable {
  /// When the training may end; on the training loss.
  let target: StepTarget
  /// The share of rows that can be right.
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
        // One sigmoid a class is averaged over the classes: two of them carry the loss.
        let scale = loss == .binaryCrossEntropy && classCount > 2 ? 2 / k : 1
        target = StepTarget(
          loss: scale * (ceiling.crossEntropy + limit), needsAllRight: needsAllRight,
          patientLoss: needsAllRight ? scale * Threshold.overfitPatientLoss.value : nil)
      case .hinge:
        target = StepTarget(loss: 2 * limit * (k - 1), needsAllRight: needsAllRight)
      case .meanSquaredError, .meanAbsoluteError, .huber:
        // A tenth of what even probabilities give: their mean over the outputs is (1 - 1/k)/k
        // squared, and twice that absolutely.
        let even = (1 - 1 / k) / k
        let scale = loss == .meanAbsoluteError ? 2.0 : loss == .huber ? 0.5 : 1
        target = StepTarget(
          loss: scale * even * (2 * limit + (1 - ceiling.accuracy)), needsAllRight: needsAllRight)
      }
    }
  }

  /// The squared error that may remain.
  private static func tolerated(of values: [Double]) -> Double {
    let n = Double(values.count)
    let mean = values.reduce(0, +) / n
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / n
    return Threshold.overfitVariance.value * (variance > 0 ? variance : max(1, mean * mean))
  }
}
