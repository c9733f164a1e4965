import LinearAlgebra
import Schema

/// Linear regression by least squares, with or without a penalty.
///
/// **Objective** mean of ½·(y − f)² + ½·l2·‖w‖², the intercept free
struct LeastSquaresRecipe: LinearRecipe {
  var model: LinearModel
  /// How the l2 is chosen in place of the model's own penalty; nil takes that.
  var selection: RidgeSelection?

  var l1: Double { 0 }

  var solvedLosses: [LossKind] { [.meanSquaredError] }

  /// An l1 of the training section is minimized by coordinate descent.
  func solverMethod(for plan: TrainingPlan) -> TrainingMethod {
    plan.l1 > 0 ? .iterations : .closedForm
  }

  func unitCount(outputCount: Int) -> Int { 1 }

  func withoutRegularization() -> Self {
    var copy = self
    copy.model.penalty = .none
    copy.selection = nil
    return copy
  }

  func fitted(
    to train: TrainingSet, dev: TrainingSet?, plan: TrainingPlan, context: TrainingContext
  ) throws(FitError) -> TrainingOutcome {
    try train.checkUsableButInputs()
    let choice = try fittedByChoice(to: train, dev: dev, plan: plan, context: context)
    if let choice { return choice }
    let network = try network(for: train, plan: plan)
    let forced = model.reasonForGradientSteps(network.head, canonical: .meanSquaredError)
    if forced == nil, plan.l1 > 0, model.solver != .sgd {
      guard model.solver == .auto else {
        throw .solverDoesNotFit(solver: model.solver, reason: "l1 is above 0")
      }
      return try ElasticNetRecipe(model: model).fitted(
        to: train, dev: dev, plan: plan, context: context)
    }
    switch (model.solver, forced) {
    case (.sgd, _), (.auto, .some):
      try train.checkInputsFinite()
      return try model.descended(
        network, to: train, dev: dev, plan: plan,
        reason: forced.map { "auto: \($0)" } ?? "asked for", context: context)
    case (let solver, .some(let reason)):
      throw .solverDoesNotFit(solver: solver, reason: reason)
    case (let solver, nil):
      return try solved(network, to: train, by: solver, plan: plan, context: context)
    }
  }

  func network(for train: TrainingSet, plan: TrainingPlan) throws(FitError) -> Network {
    try model.leastSquaresNetwork(for: train, plan: plan)
  }

  private func solved(
    _ network: Network, to train: TrainingSet, by solver: LinearSolver, plan: TrainingPlan,
    context: TrainingContext
  ) throws(FitError) -> TrainingOutcome {
    let log = TrainingLog(context, method: .closedForm)
    let rows = LabelledRows<Double>(train, classFactors: nil)
    let penalty = model.penalty(plan: plan, totalWeight: rows.totalWeight)
    let share = plan.reduction == .sum ? 1 / rows.totalWeight : 1
    let problem = LeastSquaresProblem(
      rows, l2: penalty.l2 * share, fitsIntercept: model.fitsIntercept, acceptsSingle: true)
    if !problem.isFinite { try train.checkInputsFinite() }
    let solution = try LeastSquaresSolver(problem: problem).solution(by: solver)
    let parameters = problem.parameters(kept: solution.weights)
    let squares = solution.weights.sumOfSquares
    log.endIteration(
      1, trainLoss: solution.report.objective - 0.5 * problem.l2 * squares,
      rowCount: rows.rowCount)
    return log.outcome(
      NetworkModel(kind: kind, network: network, parameters: parameters),
      ending: .converged(iterations: 1), stepCount: 1,
      constantRowIDs: context.recordsStepLosses ? train.rowIDs.sorted() : nil,
      solve: solution.report)
  }
}
