import Learning
import LinearAlgebra

/// Repeated training on the subset until it is known whether the pipeline can fit it.
struct SubsetTrial: Sendable {
  enum Verdict: Sendable {
    case fits
    /// Not within the budget, but the loss still falls.
    case fitsSlowly
    /// Not quite, but almost none of the loss is left.
    case nearlyFits
    /// Other seeds fit, but the seed of the spec does not.
    case fragile(fitting: Int, of: Int)
    case fails
  }

  /// The attempt that the verdict is about.
  let attempt: SubsetAttempt
  let verdict: Verdict
  /// The training loss that had to be reached.
  let neededLoss: Double
  /// For convex models: the objective at the optimum, and how far from it the fit is.
  let optimum: Optimum?

  /// The lowest possible loss: the optimum of a convex model, else 0.
  var leastLoss: Double { optimum == nil ? 0 : neededLoss }

  struct Optimum: Sendable {
    let objective: Double
    /// (J − J*) / (J of the prior predictor − J*)
    let gap: Double
  }
}

extension SubsetTrial {
  /// The effort before a trial counts as failed.
  enum Effort: Sendable {
    /// Twice the steps where the loss still falls, and two other seeds.
    case verdict
    /// One seed, and few steps where the loss does not fall: for one of many candidate edits.
    case candidate
  }

  /// The trial of a pipeline; an error of the recipe means that it cannot fit these rows.
  static func run(
    _ context: GateContext, subset: OverfitSubset, effort: Effort = .verdict
  ) throws -> SubsetTrial {
    context.recipe.isConvex
      ? try convex(context, subset: subset)
      : try memorizing(context, subset: subset, effort: effort)
  }

  /// The trial of a model that can memorize: it must reach the goal within the steps.
  private static func memorizing(
    _ context: GateContext, subset: OverfitSubset, effort: Effort
  ) throws -> SubsetTrial {
    let goal = SubsetGoal(subset: subset, loss: context.loss, settings: context.settings)
    let recipe = context.recipe.withoutRegularization()
    func attempt(steps: Int, seed: UInt64) throws -> SubsetAttempt {
      var plan = context.plan.forOverfitting(stepLimit: steps, target: goal.target)
      plan.seed = seed
      return try context.attempt(recipe, plan, on: subset)
    }
    func trial(_ attempt: SubsetAttempt, _ verdict: Verdict) -> SubsetTrial {
      SubsetTrial(
        attempt: attempt, verdict: verdict, neededLoss: goal.target.loss, optimum: nil)
    }
    let steps = context.overfitStepLimit
    let seed = context.plan.seed
    let least = subset.ceiling.conflictRowCount > 0 ? goal.target.loss / 2 : 0
    if effort == .candidate, steps > Self.glanceSteps {
      let glance = try attempt(steps: Self.glanceSteps, seed: seed)
      if glance.meets(goal) { return trial(glance, .fits) }
      if glance.isDiverged || !(glance.lossReduction(above: least) > 0.02) {
        return trial(glance, .fails)
      }
    }
    var first = try attempt(steps: steps, seed: seed)
    if first.meets(goal) { return trial(first, .fits) }
    if first.isStillLearning(above: least) {
      first = try attempt(steps: 2 * steps, seed: seed)
      if first.meets(goal) { return trial(first, .fits) }
    }
    if first.isStillLearning(above: least) || first.willLearn(above: least, plan: context) {
      return trial(first, .fitsSlowly)
    }
    if effort == .candidate { return trial(first, .fails) }
    let others = try [1, 2].map { try attempt(steps: steps, seed: seed &+ $0) }
    let fitting = others.count { $0.meets(goal) }
    if fitting == 2 { return trial(first, .fragile(fitting: fitting, of: 3)) }
    // A loss far below the prior predictor's that still falls is slow, not broken, if more
    // steps reach the goal.
    let parameters = context.initialState?.problem.layout.parameterCount ?? Int.max
    let perStep = 6 * Double(parameters) * Double(subset.rows.rowCount)
    let patience = Double(Self.patientFactor * steps)
    if first.isSteady(above: least), perStep * patience <= Self.patientOperations {
      let patient = try attempt(steps: Self.patientFactor * steps, seed: seed)
      if patient.meets(goal) { return trial(patient, .fitsSlowly) }
    }
    if first.recentFall(above: least) > 0, try context.wholeTrainingLearnsRawTarget() {
      return trial(first, .fitsSlowly)
    }
    let rest = 1 - first.lossReduction(above: least)
    return trial(first, rest <= Threshold.overfitRest.value ? .nearlyFits : .fails)
  }

  /// Operations of a whole training that is run before a raw target is said to be out of reach.
  fileprivate static let wholeOperations = 2e9

  /// The factor of extra steps while the loss still falls, and the limit of
  /// multiplications for them.
  private static let patientFactor = 16
  private static let patientOperations = 5e9

  /// Steps after which a candidate without gain is given up.
  private static let glanceSteps = 100

  /// The trial of a convex model: it must come near its own optimum, regularizers included.
  private static func convex(
    _ context: GateContext, subset: OverfitSubset
  ) throws -> SubsetTrial {
    let goal = SubsetGoal(subset: subset, loss: context.loss, settings: context.settings)
    let steps = context.overfitStepLimit
    var plan = context.plan.forOverfitting(stepLimit: steps, target: goal.target)
    plan.target = nil
    plan.l1 = context.plan.l1
    plan.l2 = context.plan.l2
    let problem = context.recipe.gradientProblem(on: subset.rows, plan: plan)
    let best = problem.flatMap { ConvexOptimum(of: $0) }
    let plain = context.plainProblem(on: subset.rows)
    let lossAtOptimum = best.flatMap { best in plain.map { $0.loss(at: best.parameters) } }
    func trial(_ attempt: SubsetAttempt) -> (SubsetTrial, Bool) {
      let optimum = best.flatMap { best in
        problem.map {
          Optimum(objective: best.objective, gap: best.gap(of: attempt.outcome.model, in: $0))
        }
      }
      let limit = Threshold.overfitOptimum.value
      let isNear = optimum.map { $0.gap <= limit } ?? attempt.meets(goal)
      let fits = !attempt.isDiverged && (isNear || attempt.meets(goal))
      let needed = lossAtOptimum ?? goal.target.loss
      return (
        SubsetTrial(
          attempt: attempt, verdict: fits ? .fits : .fails, neededLoss: needed, optimum: optimum),
        fits
      )
    }
    var attempt = try context.attempt(context.recipe, plan, on: subset)
    var (result, fits) = trial(attempt)
    let least = min(result.neededLoss, attempt.endLoss)
    if !fits, attempt.isStillLearning(above: least) {
      plan.budget = .steps(2 * steps)
      attempt = try context.attempt(context.recipe, plan, on: subset)
      (result, fits) = trial(attempt)
    }
    let isSlow =
      attempt.isStillLearning(above: least) || attempt.willLearn(above: least, plan: context)
    guard !fits, !attempt.isDiverged, isSlow else { return result }
    return SubsetTrial(
      attempt: attempt, verdict: .fitsSlowly, neededLoss: result.neededLoss,
      optimum: result.optimum)
  }
}

extension SubsetAttempt {
  /// More than a quarter of the way down and still falling.
  fileprivate func isStillLearning(above least: Double) -> Bool {
    !isDiverged && lossReduction(above: least) > 0.25 && recentFall(above: least) > 0.01
  }

  /// A quarter of the way down from the prior predictor, and still falling.
  fileprivate func isSteady(above least: Double) -> Bool {
    guard !isDiverged, let priorLoss, priorLoss > least, recentFall(above: least) > 0 else {
      return false
    }
    return (priorLoss - endLoss) / (priorLoss - least) > 0.25
  }

  /// Slow, but the steps of the full run would come more than half the way.
  fileprivate func willLearn(above least: Double, plan context: GateContext) -> Bool {
    guard !isDiverged, recentFall(above: least) > 0 else { return false }
    return projectedRest(above: least, after: context.plannedStepCount) < 0.5
      && lossReduction(above: least) > 0.01
  }
}

extension GateContext {
  /// Whether the training as planned explains half of a target that is far from unit size, on rows
  /// that it does not see: the loss of a few rows is then mostly that of the mean.
  fileprivate func wholeTrainingLearnsRawTarget() throws -> Bool {
    guard case .values(let values) = train.targets, train.rowCount >= 100,
      abs(values.mean) > values.standardDeviation || values.standardDeviation > 10,
      let parameterCount = initialState?.problem.layout.parameterCount
    else { return false }
    let batch = plan.rowsPerStep(of: train.rowCount)
    let perStep = DiagnosisBudget.step(parameterCount: parameterCount, rowCount: batch)
    guard perStep * Double(plannedStepCount) <= SubsetTrial.wholeOperations,
      let parts = HeldOutRows(ids: Array(0..<train.rowCount), seed: seed)
    else { return false }
    var whole = plan
    whole.earlyStopping = nil
    let trained = train.rows(at: parts.trained)
    let outcome = try recipe.fitted(
      to: trained, dev: nil, plan: whole, context: TrainingContext(isCancelled: isCancelled))
    if case .cancelled = outcome.ending { throw CancellationError() }
    let evaluated = train.rows(at: parts.evaluated)
    let trial = HeldOutTrial(
      outputs: outcome.model.outputs(for: evaluated.inputs).storage.array, of: evaluated,
      after: trained, stepCount: outcome.stepCount)
    return trial.map { $0.loss < 0.5 } ?? false
  }

  var overfitStepLimit: Int {
    settings.overfitSteps ?? Int(Threshold.overfitSteps.value)
  }

  /// Steps of the full training without early stopping.
  var plannedStepCount: Int {
    switch plan.budget {
    case .steps(let count): count
    case .epochs(let count):
      count * ((train.rowCount - 1) / plan.rowsPerStep(of: train.rowCount) + 1)
    }
  }

  /// One training on the subset, with the loss of each step.
  func attempt(
    _ recipe: any ModelRecipe, _ plan: TrainingPlan, on subset: OverfitSubset
  ) throws -> SubsetAttempt {
    let context = TrainingContext(recordsStepLosses: true, isCancelled: isCancelled)
    let outcome = try recipe.fitted(to: subset.rows, dev: nil, plan: plan, context: context)
    if case .cancelled = outcome.ending { throw CancellationError() }
    return SubsetAttempt(outcome: outcome, subset: subset, loss: loss)
  }

  /// The rows of the overfit stage.
  var subset: OverfitSubset {
    facts.subset.value {
      OverfitSubset(
        train: train, groups: trainGroups, requested: settings.overfitRows,
        capacity: recipe.isConvex ? nil : initialState?.problem.layout.parameterCount,
        seed: seed)
    }
  }
}
