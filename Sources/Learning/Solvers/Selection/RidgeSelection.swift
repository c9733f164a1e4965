import LinearAlgebra
import Schema

/// By what error `l2: auto` chooses among many penalties.
enum RidgeSelection: String, Sendable, Hashable, CaseIterable {
  case leaveOneOut = "loo"
  case generalizedCrossValidation = "gcv"

  static let rule = Rule.oneOf(allCases.map { Rule.Option($0.rawValue, $0.summary) })

  private var summary: String {
    switch self {
    case .leaveOneOut: "the mean squared error of each row when it alone is left out"
    case .generalizedCrossValidation:
      "the training error / (1 − degrees of freedom / rows)², which no rotation changes"
    }
  }

  var sentence: String {
    switch self {
    case .leaveOneOut: "least leave-one-out error"
    case .generalizedCrossValidation: "least generalized cross-validation error"
    }
  }

  func error(of fit: RidgePath.Fit) -> Double {
    switch self {
    case .leaveOneOut: fit.leaveOneOut
    case .generalizedCrossValidation: fit.generalizedCrossValidation
    }
  }
}

extension LeastSquaresRecipe {
  /// From a hundred times the largest curvature of a column, which leaves hardly any weight, to 1e-8 of it,
  /// which hardly takes any: ten penalties for each power of 10.
  private static let penaltyCount = 101
  private static let largestShare = 100.0

  /// The l2 beside the mean loss with the least error.
  ///
  /// **Errors** `solverDoesNotFit` for what has no closed form; `tooFewRows`
  func selected(
    by rule: RidgeSelection, for train: TrainingSet, plan: TrainingPlan, context: TrainingContext
  ) throws(FitError) -> PenaltySelection? {
    let network = try network(for: train, plan: plan)
    let obstacle =
      model.reasonForGradientSteps(network.head, canonical: .meanSquaredError)
      ?? (plan.l1 > 0 ? "l1 is above 0" : model.solver == .sgd ? "it has no closed form" : nil)
    if let obstacle {
      throw .solverDoesNotFit(
        solver: model.solver, reason: "model.l2 is auto, and \(obstacle)")
    }
    try train.checkInputsFinite()
    let rows = LabelledRows<Double>(train, classFactors: nil)
    let problem = LeastSquaresProblem(rows, l2: 0, fitsIntercept: model.fitsIntercept)
    let rowCount = rows.weights?.count { $0 > 0 } ?? rows.rowCount
    let gram = problem.gram
    let curvature = (0..<gram.rowCount).reduce(0) { max($0, gram[$1, $1]) } / problem.totalWeight
    let largest = Self.largestShare * (curvature > 0 ? curvature : 1)
    let own = ElasticNetPath.penalties(
      from: largest, count: Self.penaltyCount, share: 1e-8 / Self.largestShare)
    // What the training section adds is there whatever is chosen.
    let added = plan.reduction == .sum ? plan.l2 / rows.totalWeight : plan.l2
    let axes = try PrincipalAxes(problem, smallestPenalty: (own.last ?? 0) + added)
    let fits = RidgePath(axes, penalties: own.map { $0 + added }).fits
    let candidates = zip(own, fits).map { l2, fit in
      let error = rule.error(of: fit)
      return PenaltySelection.Candidate(
        value: l2, error: error.isFinite ? error : nil, standardError: nil)
    }
    // The largest of equals, since penalties fall.
    let errors = candidates.map { $0.error ?? .infinity }
    guard rowCount >= 2, let least = errors.min(), least.isFinite,
      let chosen = errors.firstIndex(of: least)
    else { throw .tooFewRows(needed: 2, found: rowCount) }
    return PenaltySelection(
      setting: "l2", rule: rule.sentence, chosen: own[chosen], candidates: candidates)
  }

  /// The same with the penalty that was chosen.
  func with(
    _ selection: PenaltySelection, train: TrainingSet, plan: TrainingPlan
  ) -> LeastSquaresRecipe {
    var fixed = self
    fixed.selection = nil
    let total = LabelledRows<Double>(train, classFactors: nil).totalWeight
    fixed.model.penalty = .l2(plan.reduction == .sum ? selection.chosen * total : selection.chosen)
    return fixed
  }
}
