import LinearAlgebra
import Schema

/// What the kinds of linear model share: a penalty, an intercept and a solver.
struct LinearModel: Sendable, Hashable {
  let kind: String
  var penalty: LinearPenalty
  let fitsIntercept: Bool
  let solver: LinearSolver

  /// The network that is this model, with the head that the plan's loss asks for.
  func network(
    for train: TrainingSet, plan: TrainingPlan, canonical: LossKind, alsoCanonical: [LossKind],
    activation: OutputActivation?
  ) throws(FitError) -> Network {
    let isCanonical = plan.loss == .auto || alsoCanonical.contains(plan.loss)
    let head = try OutputHead(
      task: train.task, outputCount: train.outputCount, loss: isCanonical ? canonical : plan.loss,
      activation: isCanonical ? activation : nil, halvesSquares: true)
    try head.checkSmoothing(plan.labelSmoothing)
    return Network(
      linearWithInputCount: train.inputs.columnCount, fitsIntercept: fitsIntercept, head: head)
  }

  /// The network of a least squares model, with the head that the plan's loss asks for.
  func leastSquaresNetwork(
    for train: TrainingSet, plan: TrainingPlan
  ) throws(FitError) -> Network {
    try network(
      for: train, plan: plan, canonical: .meanSquaredError, alsoCanonical: [],
      activation: .identity)
  }

  /// The penalties beside a loss that is a mean or a sum, as the plan says.
  func penalty(plan: TrainingPlan, totalWeight: Double) -> Penalty {
    let own = penalty.l2(totalWeight: plan.reduction == .sum ? 1 : totalWeight)
    return Penalty(l1: plan.l1, l2: plan.l2 + own)
  }

  /// Why only gradient steps can minimise this objective; nil when solvers can too.
  func reasonForGradientSteps(_ head: OutputHead, canonical: LossKind) -> String? {
    head.loss == canonical ? nil : "the loss \"\(head.loss.rawValue)\" has no solver"
  }

  /// Trains by gradient steps.
  func descended(
    _ network: Network, to train: TrainingSet, dev: TrainingSet?, plan: TrainingPlan,
    reason: String, context: TrainingContext
  ) throws(FitError) -> TrainingOutcome {
    let factors = plan.classWeights.factors(for: train)
    let rows = LabelledRows<Double>(train, classFactors: factors)
    let penalty = penalty(plan: plan, totalWeight: rows.totalWeight)
    let training = NetworkTraining<Double>(
      kind: kind, network: network, initialization: .zeros, train: train, dev: dev, plan: plan,
      penalty: penalty, context: context)
    let outcome = try training.outcome()
    guard let model = outcome.model as? NetworkModel, case .double(let values) = model.parameters
    else { fatalError("gradient training of \(kind) gave another model") }
    let objective = FullBatchObjective(
      network, rows: rows, penalty: penalty, smoothing: plan.labelSmoothing,
      reduction: plan.reduction)
    var gradient = [Double](repeating: 0, count: values.count)
    let value = objective.value(at: values, gradient: &gradient)
    let report = SolveReport(
      solver: .sgd, reason: reason, iterations: outcome.stepCount,
      objective: value, gradientMaximum: gradient.reduce(0) { max($0, abs($1)) })
    return outcome.with(solve: report)
  }
}

extension LinearModel {
  static let interceptField = Field(
    "fit_intercept", Rule.boolean, .value(true), "Whether there is a free constant term.")

  /// Two ways to set the same penalty.
  static let penaltyFields = [
    Field(
      "l2", Rule.number(atLeast: 0), .absent("what c says"),
      "Strength of ½·l2·‖w‖² beside the mean loss; the intercept is free."),
    inverseStrengthField,
  ]

  static let inverseStrengthField = Field(
    "c", Rule.number(above: 0), .absent("1, when no other penalty is set"),
    "C beside ½·‖w‖² as C times the summed loss, as in scikit-learn: l2 = 1 / (c·Σ weights).")

  /// Whether a solver finds the weights rather than gradient training.
  static let hasSolver = Condition.noneOf(
    [.string(LinearSolver.sgd.rawValue)], at: .solver)

  /// A model with the penalty that checked settings ask for.
  ///
  /// - Parameter hasL1: Whether there is a penalty without `l2` and `c`.
  init(kind: String, penalized settings: Settings, hasL1: Bool = false) {
    let hasL2 = settings["l2"] != nil
    let l2 =
      ChosenPenalty.isAutomatic(settings["l2"]) ? nil : settings.optionalNumber("l2")
    let c = settings.optionalNumber("c")
    self.init(
      kind: kind,
      penalty: l2.map { .l2($0) } ?? c.map { .inverseStrength($0) }
        ?? (hasL1 || hasL2 ? .none : .inverseStrength(1)),
      fitsIntercept: settings.flag("fit_intercept"), solver: settings.choice("solver"))
  }
}

extension TrainingOutcome {
  func with(addedSeconds: Double = 0, solve: SolveReport) -> TrainingOutcome {
    TrainingOutcome(
      model: model, method: method, ending: ending, epochs: epochs, solve: solve,
      stepLosses: stepLosses,
      stepCount: stepCount, constantRowIDs: constantRowIDs,
      elapsedSeconds: elapsedSeconds + addedSeconds, threadCount: threadCount)
  }
}
