import LinearAlgebra
import Schema

/// Logistic or softmax regression.
///
/// **Objective** mean cross entropy + l1·‖w‖₁ + ½·l2·‖w‖², the intercepts free
struct LinearClassifierRecipe: LinearRecipe {
  /// Its penalty is the l2 part.
  var model: LinearModel
  var l1: Double
  /// How the l2 is chosen in place of the model's own penalty; nil takes that.
  var selection: FoldSelection?
  /// One weight vector for each class instead of one for the positive class.
  let hasVectorPerClass: Bool
  let tolerance: Double
  let iterationLimit: Int

  var lossParts: Set<TrainingPart> { [.classWeights, .labelSmoothing] }

  /// For two classes the two cross-entropies are the same function of one weight vector.
  var solvedLosses: [LossKind] {
    hasVectorPerClass ? [.crossEntropy] : [.binaryCrossEntropy, .crossEntropy]
  }

  func solverMethod(for plan: TrainingPlan) -> TrainingMethod { .iterations }

  func unitCount(outputCount: Int) -> Int { hasVectorPerClass ? outputCount : 1 }

  func withoutRegularization() -> Self {
    var copy = self
    copy.model.penalty = .none
    copy.l1 = 0
    copy.selection = nil
    return copy
  }

  func fitted(
    to train: TrainingSet, dev: TrainingSet?, plan: TrainingPlan, context: TrainingContext
  ) throws(FitError) -> TrainingOutcome {
    try train.checkUsable()
    try train.checkClassesPresent(classFactors: plan.classWeights.factors(for: train))
    let choice = try fittedByChoice(to: train, dev: dev, plan: plan, context: context)
    if let choice { return choice }
    let network = try network(for: train, plan: plan)
    var plan = plan
    plan.l1 += l1
    let forced = model.reasonForGradientSteps(network.head, canonical: canonicalLoss)
    switch (model.solver, forced) {
    case (.sgd, _), (.auto, .some):
      return try model.descended(
        network, to: train, dev: dev, plan: plan,
        reason: forced.map { "auto: \($0)" } ?? "asked for", context: context)
    case (let solver, .some(let reason)):
      throw .solverDoesNotFit(solver: solver, reason: reason)
    case (let solver, nil):
      return try solved(network, to: train, by: solver, plan: plan, context: context)
    }
  }

  var canonicalLoss: LossKind {
    hasVectorPerClass ? .crossEntropy : .binaryCrossEntropy
  }

  func network(for train: TrainingSet, plan: TrainingPlan) throws(FitError) -> Network {
    // For two classes the two cross entropies are the same function of one weight vector.
    try model.network(
      for: train, plan: plan, canonical: canonicalLoss,
      alsoCanonical: hasVectorPerClass ? [] : [.crossEntropy],
      activation: hasVectorPerClass ? .softmax : .sigmoid)
  }

  func labelled(_ train: TrainingSet, _ plan: TrainingPlan) -> LabelledRows<Double> {
    LabelledRows(train, classFactors: plan.classWeights.factors(for: train))
  }

  private func solved(
    _ network: Network, to train: TrainingSet, by asked: LinearSolver, plan: TrainingPlan,
    context: TrainingContext
  ) throws(FitError) -> TrainingOutcome {
    let rows = labelled(train, plan)
    let penalty = model.penalty(plan: plan, totalWeight: rows.totalWeight)
    let choice = ClassifierChoice(
      network: network, rowCount: rows.rowCount, hasL1: penalty.l1 > 0)
    let (solver, reason) = try choice.solver(asked)
    let share = plan.reduction == .sum ? 1 / rows.totalWeight : 1
    // Solvers work on the mean; a summed loss has the same optimum with its penalties divided.
    let run = ClassifierSolve(
      network: network, rows: rows, l1: penalty.l1 * share, l2: penalty.l2 * share,
      smoothing: plan.labelSmoothing, tolerance: tolerance, iterationLimit: iterationLimit,
      context: context, threadLimit: BLASThreads.count)
    do {
      return try run.outcome(kind: kind, solver: solver, reason: reason)
    } catch {
      if asked != .auto { throw .singular(solver: solver) }
    }
    do {
      return try run.outcome(
        kind: kind, solver: .lbfgs, reason: "auto: the Hessian cannot be factorised")
    } catch {
      throw .singular(solver: .lbfgs)
    }
  }
}

extension LinearClassifierRecipe {
  /// - Parameter penaltyFields: Beside l1.
  static func fields(_ penaltyFields: [Field]) -> [Field] {
    [l1Field] + penaltyFields + [
      LinearModel.interceptField,
      Field(
        "solver",
        LinearSolver.rule([
          .auto, .lbfgs, .newton, .newtonCG, .coordinateDescent, .proximalGradient, .sgd,
        ]), .value("auto"),
        "How the weights are found."),
      Field(
        "tolerance", Rule.number(above: 0, below: 1), .value(1e-8),
        "Relative gradient norm at which the solver stops; with l1, relative violation of the "
          + "optimality conditions.", usedWhen: [LinearModel.hasSolver]),
      Field(
        "max_iterations", Rule.count(atLeast: 1), .value(1000),
        "Largest number of iterations of the solver.", usedWhen: [LinearModel.hasSolver]),
    ]
  }

  private static let l1Field = Field(
    "l1", Rule.number(atLeast: 0), .value(0.0),
    "Strength of l1·‖w‖₁ beside the mean loss; it leaves weights at exactly 0.")

  init(kind: String, hasVectorPerClass: Bool, _ settings: Settings) {
    let l1 = settings.number("l1")
    let isChosen = ChosenPenalty.isAutomatic(settings["l2"])
    self.init(
      model: LinearModel(kind: kind, penalized: settings, hasL1: l1 > 0), l1: l1,
      selection: isChosen ? FoldSelection(settings) : nil,
      hasVectorPerClass: hasVectorPerClass, tolerance: settings.number("tolerance"),
      iterationLimit: settings.integer("max_iterations"))
  }
}
