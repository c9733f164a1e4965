import LinearAlgebra

extension ElasticNetRecipe {
  private static let penaltyCount = 100
  /// Of the largest penalty, the one that leaves every weight at 0.
  private static let leastShare = 1e-3

  /// The l1 beside the mean loss that cross-validation chooses.
  ///
  /// **Errors** `solverDoesNotFit` for what coordinates do not solve; `tooFewRows`; `overflow`
  func selected(
    by rule: FoldSelection, for train: TrainingSet, plan: TrainingPlan, context: TrainingContext
  ) throws(FitError) -> PenaltySelection? {
    let network = try network(for: train, plan: plan)
    let obstacle =
      model.reasonForGradientSteps(network.head, canonical: .meanSquaredError)
      ?? (model.solver == .sgd ? "only coordinate descent fits a path of them" : nil)
    if let obstacle {
      throw .solverDoesNotFit(
        solver: model.solver, reason: "model.l1 is auto, and \(obstacle)")
    }
    let rows = LabelledRows<Double>(train, classFactors: nil)
    let problem = LeastSquaresProblem(rows, l2: 0, fitsIntercept: model.fitsIntercept)
    guard problem.isFinite else { throw .overflow }
    let largest =
      problem.products.reduce(0) { max($0, abs($1)) } / problem.totalWeight
    let own = ElasticNetPath.penalties(
      from: largest > 0 ? largest : 1, count: Self.penaltyCount, share: Self.leastShare)
    // What the training section adds is there whatever is chosen.
    let share = plan.reduction == .sum ? 1 / rows.totalWeight : 1
    let penalty = model.penalty(plan: plan, totalWeight: rows.totalWeight)
    let folds = try rule.folds(for: rows, seed: plan.seed)
    let validation = try ElasticNetCrossValidation(
      problem, folds: folds.membership,
      penalties: own.map { ($0 + penalty.l1 * share, penalty.l2 * share) },
      descent: CoordinateDescent(tolerance: max(1e-6, tolerance), sweepLimit: iterationLimit))
    return try rule.selection(
      "l1", own: own, among: validation.candidates, foldCount: folds.count)
  }

  /// The same with the penalty that was chosen.
  func with(
    _ selection: PenaltySelection, train: TrainingSet, plan: TrainingPlan
  ) -> ElasticNetRecipe {
    var fixed = self
    fixed.selection = nil
    let total = LabelledRows<Double>(train, classFactors: nil).totalWeight
    fixed.l1 = plan.reduction == .sum ? selection.chosen * total : selection.chosen
    return fixed
  }
}
