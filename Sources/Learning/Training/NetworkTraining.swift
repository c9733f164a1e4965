import LinearAlgebra
import Schema

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
      let problem = Self.problem(
        with: plan.optimizer, dropout: network.dropout, l1: penalty.l1)
      if let problem { throw problem }
      return try FullBatchTraining<Scalar>(self, tolerance: tolerance).outcome()
    }
  }

  /// The parts of the `training` section that it uses with any network.
  ///
  /// A search on all rows finds the same minimum for the mean and the sum of the losses, unless
  /// the model has a penalty of its own beside them.
  static func usedParts(
    with optimizer: any Optimizer, hasOwnPenalty: Bool = false
  ) -> Set<TrainingPart> {
    guard optimizer.method.stepRule != nil else {
      return hasOwnPenalty ? [.gradient, .penalties, .reduction] : [.gradient, .penalties]
    }
    return [.gradient, .penalties, .reduction, .batches]
  }

  /// Why an optimizer cannot minimize the objective; nil if it can. Full-batch optimizers need a
  /// smooth objective that stays the same from step to step.
  static func problem(with optimizer: any Optimizer, dropout: Double, l1: Double) -> FitError? {
    guard case .fullBatch = optimizer.method else { return nil }
    if dropout > 0 {
      return .optimizerDoesNotFit(
        optimizer: optimizer.kind, setting: .dropout,
        reason: "dropout changes the objective from step to step")
    }
    if l1 > 0 {
      return .optimizerDoesNotFit(
        optimizer: optimizer.kind, setting: .l1,
        reason: "l1 makes the objective non-smooth")
    }
    return nil
  }
}
