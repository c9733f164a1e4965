import LinearAlgebra

/// The training of a network by steps or by a full-batch search, depending on its optimizer.
struct NetworkTraining<Scalar: BLASScalar> {
  let kind: String
  let network: Network
  let initialization: NetworkInitialization
  let train: TrainingSet
  let dev: TrainingSet?
  let plan: TrainingPlan
  let penalty: Penalty
  let context: TrainingContext

  func outcome() throws(FitError) -> TrainingOutcome {
    switch plan.optimizer.method {
    case .steps(let rule):
      var training = GradientTraining(self, rule: rule)
      return try training.outcome()
    case .fullBatch(let tolerance):
      if let reason = reasonAgainstFullBatch {
        throw .optimizerDoesNotFit(optimizer: plan.optimizer.kind, reason: reason)
      }
      return try FullBatchTraining<Scalar>(self, tolerance: tolerance).outcome()
    }
  }

  /// Why a full-batch search cannot minimize this objective; nil if it can.
  private var reasonAgainstFullBatch: String? {
    if network.dropout > 0 { return "dropout is above 0, so that the loss changes with each step" }
    if penalty.l1 > 0 { return "l1 is above 0, so that the objective has kinks" }
    if plan.clipNorm != nil { return "clip_norm is set, and a line search has no use for it" }
    return nil
  }
}
