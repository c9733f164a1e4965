import Learning
import Runs
import Schema

/// How long the training of a plan takes, by the way it works: steps on batches, searches on all
/// rows, solvers.
struct TrainingTime {
  let estimate: TimeEstimate
  let basis: CostPrediction.Basis
  let epochCount: Int?
  let stepCount: Int?
  let operationsPerStep: Double?
  let solver: LinearSolver?

  /// Seconds that steps are rehearsed for.
  private static let rehearsalSeconds = 0.12
  /// A training as short as this is rehearsed once more, when the code is warm.
  private static let shortSeconds = 0.02

  init(
    _ plan: ExperimentPlan, _ training: TrainingPlan, _ data: PreparedData, _ shape: ModelShape
  ) {
    if plan.recipe.network == nil, !plan.asksForSteps {
      self.init(solving: plan, training, data, shape)
    } else if training.optimizer.method.stepRule == nil {
      self.init(searching: plan, training, data, shape)
    } else {
      self.init(stepping: plan, training, data, shape)
    }
  }

  /// Steps along the gradients of batches.
  private init(
    stepping plan: ExperimentPlan, _ training: TrainingPlan, _ data: PreparedData,
    _ shape: ModelShape
  ) {
    let rowCount = data.train.rowCount
    let rowsPerStep = training.rowsPerStep(of: rowCount)
    let operations = shape.operations
    let perStep = operations.step * Double(rowsPerStep)
    func rehearsal() -> Rehearsal? {
      try? Rehearsal(
        plan.recipe, train: data.train, dev: data.dev.rowCount > 0 ? data.dev : nil,
        plan: training, settings: plan.gate, limitSeconds: Self.rehearsalSeconds)
    }
    epochCount = training.epochCount(of: rowCount)
    operationsPerStep = perStep
    solver = nil
    guard perStep <= CountedPrediction.rehearsedOperations, shape.fitsIntoMemory,
      let first = rehearsal()
    else {
      stepCount = training.stepCount(of: rowCount)
      let widest = shape.widest
      estimate = TimeEstimate(
        CountedPrediction.seconds(
          perStep * Double(stepCount ?? 0), rowCount: min(rowsPerStep, training.batchSize),
          inputCount: widest.inputs, outputCount: widest.outputs), within: 2)
      basis = .operations
      return
    }
    if first.isWhole {
      let again = first.seconds < Self.shortSeconds ? rehearsal() : nil
      let outcome = (again.flatMap { $0.isWhole ? $0 : nil } ?? first).outcome
      estimate = TimeEstimate(outcome.elapsedSeconds)
      stepCount = outcome.stepCount
      basis = .whole
      return
    }
    estimate =
      StepwisePrediction(
        first.marks, plan: training, rowCount: rowCount, devRowCount: data.dev.rowCount,
        forwardShare: operations.step > 0 ? operations.forward / operations.step : 0
      ).estimate
    stepCount = training.stepCount(of: rowCount)
    basis = .steps
  }

  /// A search on the loss of all rows, whose iterations grow with them.
  private init(
    searching plan: ExperimentPlan, _ training: TrainingPlan, _ data: PreparedData,
    _ shape: ModelShape
  ) {
    let rowCount = data.train.rowCount
    let operations = shape.operations
    let perIteration = operations.step * Double(rowCount)
    let limit = training.stepCount(of: rowCount)
    epochCount = limit
    operationsPerStep = perIteration
    solver = .lbfgs
    stepCount = limit
    // Some 50 ms an evaluation, or all rows.
    let share = min(1, Self.searchOperations / max(1, perIteration))
    let sliceCount = max(1, Int(share * Double(rowCount)))
    func rehearsed(_ count: Int) -> Rehearsal? {
      let share = Double(count) / Double(rowCount)
      return try? Rehearsal(
        plan.recipe, train: data.train.slice(count),
        dev: data.dev.rowCount > 0
          ? data.dev.slice(max(1, Int(share * Double(data.dev.rowCount)))) : nil,
        plan: training, settings: plan.gate, limitSeconds: Self.rehearsalSeconds)
    }
    guard shape.fitsIntoMemory, let rehearsal = rehearsed(sliceCount) else {
      let widest = shape.widest
      estimate = TimeEstimate(
        CountedPrediction.seconds(
          perIteration * Double(limit), rowCount: rowCount, inputCount: widest.inputs,
          outputCount: widest.outputs), within: 2)
      basis = .operations
      return
    }
    if rehearsal.isWhole, sliceCount == rowCount {
      estimate = TimeEstimate(rehearsal.outcome.elapsedSeconds)
      basis = .whole
      return
    }
    var course = rehearsal.marks.course
    if sliceCount < rowCount {
      // A part of each iteration goes by the parameters, not by the rows.
      let fewer = max(1, sliceCount / 3)
      course = course.stretched(
        from: rehearsed(fewer)?.marks.course ?? SolveCourse(), of: fewer, to: sliceCount,
        all: rowCount)
    }
    estimate =
      SearchPrediction(
        course, seenSeconds: rehearsal.seconds * Double(rowCount) / Double(sliceCount),
        iterationLimit: limit,
        patience: data.dev.rowCount > 0 ? training.earlyStopping?.patience : nil
      ).estimate
    basis = sliceCount == rowCount ? .steps : .slices
  }

  private static let searchOperations = 8e8

  /// A solver of a linear model.
  private init(
    solving plan: ExperimentPlan, _ training: TrainingPlan, _ data: PreparedData,
    _ shape: ModelShape
  ) {
    let (inputs, outputs) = (shape.inputCount, shape.outputCount)
    func operations(_ solver: LinearSolver, _ rowCount: Int) -> SolverOperations {
      solver.operations(for: data.task, rows: rowCount, columns: inputs, outputs: outputs)
    }
    epochCount = nil
    let asked = plan.recipe.solver ?? .auto
    let least = operations(asked, min(data.train.rowCount, 2 * inputs))
    guard least.setUp + least.iteration <= CountedPrediction.rehearsedOperations,
      let prediction = SolvePrediction(
        plan.recipe, train: data.train, plan: training, settings: plan.gate,
        chooses: plan.choosesPenalty)
    else {
      let all = operations(asked, data.train.rowCount)
      // Iterations are anybody's guess: some twenty to a few hundred.
      let work = all.setUp + (data.task.isClassification ? 60 : 1) * all.iteration
      estimate = TimeEstimate(
        CountedPrediction.seconds(
          work, rowCount: data.train.rowCount, inputCount: inputs,
          outputCount: data.task.isClassification ? outputs : inputs), within: 3)
      (solver, stepCount, basis) = (asked, nil, .operations)
      operationsPerStep = all.iteration > 0 ? all.iteration : all.setUp
      return
    }
    estimate = prediction.estimate
    solver = prediction.solve?.solver
    stepCount = prediction.iterationCount
    let each = operations(prediction.solve?.solver ?? asked, data.train.rowCount)
    operationsPerStep = each.iteration > 0 ? each.iteration : each.setUp
    basis = prediction.basis
  }
}
