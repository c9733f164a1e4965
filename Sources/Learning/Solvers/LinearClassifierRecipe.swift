import LinearAlgebra
import Schema

/// Logistic or softmax regression.
///
/// **Objective** mean cross entropy + ½·l2·‖w‖², the intercepts free
struct LinearClassifierRecipe: ModelRecipe {
  var model: LinearModel
  /// One weight vector for each class instead of one for the positive class.
  let hasVectorPerClass: Bool
  let tolerance: Double
  let iterationLimit: Int

  /// Up to this many parameters Newton's method is quicker than L-BFGS, and more exact.
  private static let newtonParameterLimit = 200

  var kind: String { model.kind }
  var precision: Precision { .double }
  var isConvex: Bool { true }

  func withoutRegularization() -> Self {
    var copy = self
    copy.model.penalty = .none
    return copy
  }

  func fitted(
    to train: TrainingSet, dev: TrainingSet?, plan: TrainingPlan, context: TrainingContext
  ) throws(FitError) -> TrainingOutcome {
    try model.checkSettings()
    try train.checkUsable()
    try train.checkClassesPresent()
    let network = try network(for: train, plan: plan)
    let forced = model.reasonForGradientSteps(network.head, canonical: canonicalLoss, plan: plan)
    switch (model.solver, forced) {
    case (.sgd, _), (.auto, .some):
      return try model.descended(
        network, to: train, dev: dev, plan: plan,
        reason: forced.map { "auto: \($0)" } ?? "asked for", context: context)
    case (let solver, .some(let reason)):
      throw .solverDoesNotFit(solver: solver.rawValue, reason: reason)
    case (let solver, nil):
      return try solved(network, to: train, by: solver, plan: plan, context: context)
    }
  }

  func gradientProblem(on train: TrainingSet, plan: TrainingPlan) -> (any GradientProblem)? {
    guard let network = try? network(for: train, plan: plan) else { return nil }
    let rows = labelled(train, plan)
    return NetworkProblem(
      network: network, start: .zeros, train: train, plan: plan,
      penalty: model.penalty(plan: plan, totalWeight: rows.totalWeight))
  }

  private var canonicalLoss: LossKind {
    hasVectorPerClass ? .crossEntropy : .binaryCrossEntropy
  }

  private func network(for train: TrainingSet, plan: TrainingPlan) throws(FitError) -> Network {
    // For two classes the two cross entropies are the same function of one weight vector.
    try model.network(
      for: train, plan: plan, canonical: canonicalLoss,
      alsoCanonical: hasVectorPerClass ? [] : [.crossEntropy],
      activation: hasVectorPerClass ? .softmax : .sigmoid)
  }

  private func labelled(_ train: TrainingSet, _ plan: TrainingPlan) -> LabelledRows<Double> {
    LabelledRows(train, classFactors: plan.classWeights.factors(for: train.targets))
  }

  private func solved(
    _ network: Network, to train: TrainingSet, by asked: LinearSolver, plan: TrainingPlan,
    context: TrainingContext
  ) throws(FitError) -> TrainingOutcome {
    let rows = labelled(train, plan)
    let penalty = model.penalty(plan: plan, totalWeight: rows.totalWeight)
    let isSmall = network.parameterCount <= Self.newtonParameterLimit
    let solver = asked == .auto ? (isSmall ? .newton : .lbfgs) : asked
    let limit = Self.newtonParameterLimit
    let reason =
      asked != .auto
      ? "asked for"
      : isSmall ? "auto: at most \(limit) parameters" : "auto: more than \(limit) parameters"
    // Solvers work on the mean; a summed loss has the same optimum with its l2 divided.
    let run = ClassifierSolve(
      network: network, rows: rows,
      l2: plan.reduction == .sum ? penalty.l2 / rows.totalWeight : penalty.l2,
      smoothing: plan.labelSmoothing, tolerance: tolerance, iterationLimit: iterationLimit,
      context: context, threadLimit: BLASThreads.count)
    do {
      return try run.outcome(kind: kind, solver: solver, reason: reason)
    } catch {
      throw .singular(solver: solver.rawValue)
    }
  }
}

extension LinearClassifierRecipe {
  static let fields =
    LinearModel.penaltyFields + [
      LinearModel.interceptField,
      Field(
        "solver", LinearSolver.rule([.auto, .lbfgs, .newton, .sgd]), .value("auto"),
        "How the weights are found."),
      Field(
        "tolerance", Rule.number(above: 0, below: 1), .value(1e-8),
        "Solvers stop when the largest derivative is this share of the one at the start."),
      Field(
        "max_iterations", Rule.integer(atLeast: 1), .value(1000),
        "Solvers stop after so many iterations in any case."),
    ]

  init(kind: String, hasVectorPerClass: Bool, _ settings: Settings) {
    self.init(
      model: LinearModel(kind: kind, penalized: settings), hasVectorPerClass: hasVectorPerClass,
      tolerance: settings.number("tolerance"),
      iterationLimit: settings.integer("max_iterations"))
  }
}
