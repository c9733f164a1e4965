import LinearAlgebra
import Schema

/// A linear model whose penalty is given, or chosen among many from the training rows.
protocol LinearRecipe: ModelRecipe {
  associatedtype Selection

  /// Its penalty is the l2 part.
  var model: LinearModel { get }
  var l1: Double { get }
  /// How a penalty is chosen in place of the given one; nil takes that.
  var selection: Selection? { get }

  /// The losses that its solvers minimize; others take gradient steps.
  var solvedLosses: [LossKind] { get }
  /// How its solvers work on the plan's objective.
  func solverMethod(for plan: TrainingPlan) -> TrainingMethod
  /// The parts of the `training` section that change the targets or their weights.
  var lossParts: Set<TrainingPart> { get }
  /// Weight vectors for a task's outputs.
  func unitCount(outputCount: Int) -> Int
  func network(for train: TrainingSet, plan: TrainingPlan) throws(FitError) -> Network
  func labelled(_ train: TrainingSet, _ plan: TrainingPlan) -> LabelledRows<Double>
  /// The penalty that a rule chooses; nil where the context has cancelled the choice.
  func selected(
    by rule: Selection, for train: TrainingSet, plan: TrainingPlan, context: TrainingContext
  ) throws(FitError) -> PenaltySelection?
  /// The same with the penalty that was chosen, and nothing more to choose.
  func with(_ selection: PenaltySelection, train: TrainingSet, plan: TrainingPlan) -> Self
}

extension LinearRecipe {
  var kind: String { model.kind }
  var solver: LinearSolver? { model.solver }
  var precision: Precision { .double }
  var isConvex: Bool { true }
  var lossParts: Set<TrainingPart> { [] }

  func usedTrainingParts(with optimizer: any Optimizer) -> Set<TrainingPart> {
    // A penalty given as `c` stands beside the summed loss whatever the reduction.
    let hasStrength = l1 > 0 || model.penalty.hasStrength
    guard model.solver == .sgd else {
      return lossParts.union(hasStrength ? [.penalties, .reduction] : [.penalties])
    }
    return lossParts.union(
      NetworkTraining<Double>.usedParts(with: optimizer, hasOwnPenalty: hasStrength))
  }

  func problem(with optimizer: any Optimizer, l1: Double) -> FitError? {
    model.solver == .sgd
      ? NetworkTraining<Double>.problem(with: optimizer, dropout: 0, l1: l1 + self.l1) : nil
  }

  func labelled(_ train: TrainingSet, _ plan: TrainingPlan) -> LabelledRows<Double> {
    LabelledRows(train, classFactors: nil)
  }

  /// The outcome with the penalty that is chosen; nil where the penalty is given.
  func fittedByChoice(
    to train: TrainingSet, dev: TrainingSet?, plan: TrainingPlan, context: TrainingContext
  ) throws(FitError) -> TrainingOutcome? {
    guard let selection else { return nil }
    let log = TrainingLog(context, method: solverMethod(for: plan))
    guard let chosen = try selected(by: selection, for: train, plan: plan, context: context)
    else { return try cancelled(train, plan: plan, log: log) }
    let choosing = log.elapsedSeconds
    return try with(chosen, train: train, plan: plan)
      .fitted(to: train, dev: dev, plan: plan, context: context)
      .with(chosen, choosingSeconds: choosing)
  }

  /// The outcome of a cancelled selection: weights of 0.
  private func cancelled(
    _ train: TrainingSet, plan: TrainingPlan, log: TrainingLog
  ) throws(FitError) -> TrainingOutcome {
    let network = try network(for: train, plan: plan)
    return log.outcome(
      NetworkModel(
        kind: kind, network: network,
        parameters: [Double](repeating: 0, count: network.parameterCount)),
      ending: .cancelled(step: 0), stepCount: 0, constantRowIDs: nil)
  }

  func gradientProblem(on train: TrainingSet, plan: TrainingPlan) -> (any GradientProblem)? {
    if let selection {
      let context = TrainingContext()
      guard
        let chosen = try? selected(by: selection, for: train, plan: plan, context: context)
      else { return nil }
      return with(chosen, train: train, plan: plan).gradientProblem(on: train, plan: plan)
    }
    guard let network = try? network(for: train, plan: plan) else { return nil }
    let total = labelled(train, plan).totalWeight
    var plan = plan
    plan.l1 += l1
    return NetworkProblem(
      network: network, initialization: .zeros, train: train, plan: plan,
      penalty: model.penalty(plan: plan, totalWeight: total))
  }
}
