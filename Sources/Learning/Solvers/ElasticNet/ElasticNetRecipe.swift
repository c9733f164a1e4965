import LinearAlgebra
import Schema

/// Linear regression with an l1 penalty, with or without l2 beside it.
///
/// **Objective** mean of ½·(y − f)² + l1·‖w‖₁ + ½·l2·‖w‖², the intercept free
struct ElasticNetRecipe: LinearRecipe {
  /// Its penalty is the l2 part.
  var model: LinearModel
  var l1: Double
  /// How the l1 is chosen in place of that; nil takes it.
  var selection: FoldSelection?
  let tolerance: Double
  let iterationLimit: Int

  var solvedLosses: [LossKind] { [.meanSquaredError] }

  /// Without l1, least squares are left.
  func solverMethod(for plan: TrainingPlan) -> TrainingMethod {
    selection == nil && l1 + plan.l1 == 0 && model.solver == .auto ? .closedForm : .iterations
  }

  func unitCount(outputCount: Int) -> Int { 1 }

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
    let choice = try fittedByChoice(to: train, dev: dev, plan: plan, context: context)
    if let choice { return choice }
    let network = try network(for: train, plan: plan)
    var plan = plan
    plan.l1 += l1
    let hasSolver = network.head.loss == .meanSquaredError
    if !hasSolver || model.solver == .sgd {
      let reason = "the loss \"\(network.head.loss.rawValue)\" has no solver"
      if !hasSolver, model.solver == .coordinateDescent {
        throw .solverDoesNotFit(solver: model.solver, reason: reason)
      }
      return try model.descended(
        network, to: train, dev: dev, plan: plan,
        reason: model.solver == .sgd ? "asked for" : "auto: \(reason)", context: context)
    }
    if plan.l1 == 0, model.solver == .auto {
      // Nothing but least squares is left.
      return try LeastSquaresRecipe(model: model).fitted(
        to: train, dev: dev, plan: plan, context: context)
    }
    return try solved(network, to: train, plan: plan, context: context)
  }

  func network(for train: TrainingSet, plan: TrainingPlan) throws(FitError) -> Network {
    try model.leastSquaresNetwork(for: train, plan: plan)
  }

  private func solved(
    _ network: Network, to train: TrainingSet, plan: TrainingPlan, context: TrainingContext
  ) throws(FitError) -> TrainingOutcome {
    let log = TrainingLog(context, method: .iterations)
    let rows = LabelledRows<Double>(train, classFactors: nil)
    let share = plan.reduction == .sum ? 1 / rows.totalWeight : 1
    let penalty = model.penalty(plan: plan, totalWeight: rows.totalWeight)
    let (l1, l2) = (penalty.l1 * share, penalty.l2 * share)
    let onGram = ElasticNetSolve.prefersGram(
      rowCount: rows.rowCount, columnCount: rows.inputs.columnCount)
    let problem = LeastSquaresProblem(
      rows, l2: l2, fitsIntercept: model.fitsIntercept,
      acceptsSingle: onGram && tolerance >= ElasticNetSolve.singleTolerance)
    // The descent of what is not finite would end with its limit of passes only.
    guard problem.isFinite else { throw .overflow }
    let solve = ElasticNetSolve(
      problem: problem, l1: l1, l2: l2,
      descent: CoordinateDescent(
        tolerance: tolerance, sweepLimit: iterationLimit, isCancelled: context.isCancelled))
    let (weights, ending, form) = solve.solution()
    let penalties = weights.reduce(0) { $0 + l1 * abs($1) + 0.5 * l2 * $1 * $1 }
    log.endIteration(1, trainLoss: ending.objective - penalties, rowCount: rows.rowCount)
    let reason = model.solver == .auto ? "auto: \(form)" : "asked for; \(form)"
    return log.outcome(
      NetworkModel(
        kind: kind, network: network, parameters: problem.parameters(kept: weights)),
      ending: ending.wasCancelled
        ? .cancelled(step: ending.sweepCount)
        : ending.isConverged
          ? .converged(iterations: ending.sweepCount)
          : .iterationLimit(iterations: ending.sweepCount),
      stepCount: ending.sweepCount,
      constantRowIDs: context.recordsStepLosses ? train.rowIDs.sorted() : nil,
      solve: SolveReport(
        solver: .coordinateDescent, reason: reason, iterations: ending.sweepCount,
        objective: ending.objective))
  }
}

extension ElasticNetRecipe {
  static let l1Field = Field(
    "l1", ChosenPenalty.shape, .value(0.1),
    "Strength of l1·‖w‖₁ beside half the mean squared error, or `auto`; it leaves weights at 0.")

  static let l2Field = Field(
    "l2", Rule.number(atLeast: 0), .value(0.1),
    "Strength of ½·l2·‖w‖² beside it; the intercept is free of both.")

  static let solverFields =
    FoldSelection.fields(choosing: "l1") + [
      LinearModel.interceptField,
      Field(
        "solver", LinearSolver.rule([.auto, .coordinateDescent, .sgd]), .value("auto"),
        "How the weights are found."),
      Field(
        "tolerance", Rule.number(above: 0, below: 1), .value(1e-8),
        "Relative duality gap at which the solver stops.", usedWhen: [LinearModel.hasSolver]),
      Field(
        "max_iterations", Rule.count(atLeast: 1), .value(100_000),
        "Largest number of passes over the coordinates.", usedWhen: [LinearModel.hasSolver]),
    ]

  /// What `training.l1` makes of a least squares model.
  init(model: LinearModel) {
    self.init(model: model, l1: 0, selection: nil, tolerance: 1e-8, iterationLimit: 100_000)
  }

  init(kind: String, l2: Double, _ settings: Settings) {
    let isChosen = ChosenPenalty.isAutomatic(settings["l1"])
    self.init(
      model: LinearModel(
        kind: kind, penalty: .l2(l2), fitsIntercept: settings.flag("fit_intercept"),
        solver: settings.choice("solver")),
      l1: isChosen ? 0 : settings.number("l1"),
      selection: isChosen ? FoldSelection(settings) : nil, tolerance: settings.number("tolerance"),
      iterationLimit: settings.integer("max_iterations"))
  }
}
