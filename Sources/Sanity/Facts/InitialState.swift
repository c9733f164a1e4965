import Learning

/// The training objective where training starts, on a few rows and in double precision.
struct InitialState: Sendable {
  let rows: TrainingSet
  /// Without regularisers and without weights of rows or classes.
  let problem: any GradientProblem
  let loss: Double
  let gradient: [Double]

  /// The first tensor whose gradient is not finite.
  var tensorWithBadGradient: String? {
    problem.layout.tensors.first { tensor in
      !gradient[tensor.offset..<(tensor.offset + tensor.count)].allSatisfy(\.isFinite)
    }?.name
  }
}

extension GateContext {
  /// At most 256 train rows, evenly chosen, without weights.
  var sample: TrainingSet {
    let rows = train.rows(at: Array(0..<train.rowCount).evenly(256))
    return TrainingSet(inputs: rows.inputs, targets: rows.targets, rowIDs: rows.rowIDs)
  }

  /// nil for a model that is not trained by gradients.
  var initialState: InitialState? {
    facts.initialState.value {
      let rows = sample
      guard let problem = plainProblem(on: rows) else { return nil }
      let (loss, gradient) = problem.lossAndGradient(at: problem.initialParameters)
      return InitialState(rows: rows, problem: problem, loss: loss, gradient: gradient)
    }
  }

  /// The objective without anything but the loss.
  func plainProblem(on rows: TrainingSet) -> (any GradientProblem)? {
    recipe.withoutRegularization().gradientProblem(on: rows, plan: plainPlan)
  }

  /// A plan of no steps, without regularisers and weights of classes.
  private var plainPlan: TrainingPlan {
    var plan = plan.forOverfitting(stepLimit: 0, target: StepTarget(loss: -.infinity))
    plan.classWeights = .none
    plan.target = nil
    return plan
  }

  /// What a training of no steps leaves: for gradient training the initial model, for a solver
  /// the solved one.
  func start() throws -> TrainingOutcome {
    try facts.start.value {
      Result {
        try recipe.withoutRegularization().fitted(
          to: sample, dev: nil, plan: plainPlan, context: TrainingContext(recordsStepLosses: true))
      }
    }.get()
  }

  /// Whether the full training takes steps along the gradient, rather than solving.
  func isTrainedBySteps() throws -> Bool { try start().solve == nil }
}
