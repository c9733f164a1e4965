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
    _ plan: ExperimentPlan, _ training: TrainingPlan, _ data: PreparedData, _ cost: TrainingCost
  ) {
    switch plan.recipe.method(for: training) {
    case .steps: self.init(stepping: plan, training, data, cost)
    case .fullBatch: self.init(searching: plan, training, data, cost)
    case .iterations, .closedForm: self.init(solving: plan, training, data, cost)
    }
  }

  /// Steps along the gradients of batches.
  private init(
    stepping plan: ExperimentPlan, _ training: TrainingPlan, _ data: PreparedData,
    _ cost: TrainingCost
  ) {
    let rowCount = data.train.rowCount
    let rowsPerStep = training.rowsPerStep(of: rowCount)
    let perStep = cost.operationsPerIteration
    func rehearsal() -> Rehearsal? {
      try? Rehearsal(
        plan.recipe, train: data.train, dev: data.dev.rowCount > 0 ? data.dev : nil,
        plan: training, settings: plan.gate, limitSeconds: Self.rehearsalSeconds)
    }
    epochCount = training.epochCount(of: rowCount)
    operationsPerStep = perStep
    solver = nil
    guard perStep <= CountedPrediction.rehearsedOperations, cost.fitsIntoMemory,
      let first = rehearsal()
    else {
      stepCount = training.stepCount(of: rowCount)
      let largest = cost.largestProduct
      estimate = TimeEstimate(
        CountedPrediction.seconds(
          perStep * Double(stepCount ?? 0), rowCount: min(rowsPerStep, training.batchSize),
          inputCount: largest.inputCount, outputCount: largest.outputCount), within: 2)
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
        forwardShare: perStep > 0
          ? cost.operationsPerPrediction * Double(rowsPerStep) / perStep : 0
      ).estimate
    stepCount = training.stepCount(of: rowCount)
    basis = .steps
  }

  /// A search on the loss of all rows, whose iterations grow with them.
  private init(
    searching plan: ExperimentPlan, _ training: TrainingPlan, _ data: PreparedData,
    _ cost: TrainingCost
  ) {
    let rowCount = data.train.rowCount
    let perIteration = cost.operationsPerIteration
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
    guard cost.fitsIntoMemory, let rehearsal = rehearsed(sliceCount) else {
      let largest = cost.largestProduct
      estimate = TimeEstimate(
        CountedPrediction.seconds(
          perIteration * Double(limit), rowCount: rowCount, inputCount: largest.inputCount,
          outputCount: largest.outputCount), within: 2)
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

  /// A solver.
  private init(
    solving plan: ExperimentPlan, _ training: TrainingPlan, _ data: PreparedData,
    _ cost: TrainingCost
  ) {
    let size = data.train.size
    let few = ProblemSize(
      task: size.task, rowCount: min(size.rowCount, 2 * size.inputCount),
      inputCount: size.inputCount, outputCount: size.outputCount)
    let least = plan.recipe.cost(of: few, plan: training)
    epochCount = nil
    guard
      least.setUpOperations + least.operationsPerIteration <= CountedPrediction.rehearsedOperations,
      let prediction = SolvePrediction(
        plan.recipe, train: data.train, plan: training, settings: plan.gate,
        chooses: plan.choosesPenalty)
    else {
      // The number of iterations is unknown: some twenty to a few hundred.
      let work =
        cost.setUpOperations + (size.task.isClassification ? 60 : 1) * cost.operationsPerIteration
      estimate = TimeEstimate(
        CountedPrediction.seconds(
          work, rowCount: size.rowCount, inputCount: cost.largestProduct.inputCount,
          outputCount: cost.largestProduct.outputCount), within: 3)
      (solver, stepCount, basis) = (plan.recipe.solver, nil, .operations)
      operationsPerStep =
        cost.operationsPerIteration > 0 ? cost.operationsPerIteration : cost.setUpOperations
      return
    }
    estimate = prediction.estimate
    solver = prediction.solve?.solver
    stepCount = prediction.iterationCount
    // The solver that `auto` stands for is known now.
    let each = solver?.operations(
      for: size.task, rows: size.rowCount, columns: size.inputCount,
      outputs: size.task.isClassification ? cost.largestProduct.outputCount : 1)
    let perIteration = each?.iteration ?? cost.operationsPerIteration
    operationsPerStep = perIteration > 0 ? perIteration : each?.setUp ?? cost.setUpOperations
    basis = prediction.basis
  }
}
