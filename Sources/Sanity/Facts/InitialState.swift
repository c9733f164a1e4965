import Learning

/// The training objective at the initial parameters, on a few rows and in double precision.
struct InitialState: Sendable {
  let rows: TrainingSet
  /// Without regularizers, row weights and class weights.
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
  /// At most 256 train rows, evenly chosen, and one of each class; without weights.
  var sample: TrainingSet {
    var positions = Array(0..<train.rowCount).evenly(256)
    if case .classes(let classes, _) = train.targets {
      var missing = Set(classes).subtracting(positions.map { classes[$0] })
      for (position, own) in classes.enumerated() where !missing.isEmpty {
        if missing.remove(own) != nil { positions.append(position) }
      }
      positions.sort()
    }
    return train.rows(at: positions).withoutWeights
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

  /// The mean loss alone as an objective.
  func plainProblem(on rows: TrainingSet) -> (any GradientProblem)? {
    guard hasUsableClasses else { return nil }
    return recipe.withoutRegularization().gradientProblem(on: rows, plan: plainPlan)
  }

  /// A plan of no steps, without regularization and weights of classes.
  private var plainPlan: TrainingPlan {
    var plan = plan.forOverfitting(stepLimit: 0, target: StepTarget(loss: -.infinity))
    plan.classWeights = .none
    plan.reduction = .mean
    plan.target = nil
    return plan
  }

  /// The result of training for zero steps on the sample: for gradient training the initial model,
  /// for a solver the fitted one; nil when the fit fails, which SO01 reports.
  var start: TrainingOutcome? {
    facts.start.value {
      guard hasUsableClasses else { return nil }
      return try? recipe.withoutRegularization().fitted(
        to: sample, dev: nil, plan: plainPlan, context: TrainingContext(recordsStepLosses: true))
    }
  }

  /// Whether the full training takes gradient steps, rather than running a solver.
  var isTrainedBySteps: Bool { start?.isTrainedBySteps ?? false }
}

extension TrainingOutcome {
  /// Whether it was trained by gradient steps, rather than by a solver.
  var isTrainedBySteps: Bool { method.usesOptimizer }
}

extension TrainingSet {
  /// The same number of rows, all equal.
  var withoutWeights: TrainingSet {
    TrainingSet(inputs: inputs, targets: targets, rowIDs: rowIDs)
  }
}
