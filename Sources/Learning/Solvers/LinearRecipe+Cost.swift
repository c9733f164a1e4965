import Schema

extension LinearRecipe {
  func method(for plan: TrainingPlan) -> TrainingMethod {
    let isSolved = plan.loss == .auto || solvedLosses.contains(plan.loss)
    return isSolved && model.solver != .sgd
      ? solverMethod(for: plan) : plan.optimizer.method.training
  }

  func cost(of problem: ProblemSize, plan: TrainingPlan) -> TrainingCost {
    let (d, k) = (problem.inputCount, unitCount(outputCount: problem.outputCount))
    let parameterCount = (d + (model.fitsIntercept ? 1 : 0)) * k
    let prediction = NetworkOperations(widths: [d, k])
    if method(for: plan).usesOptimizer {
      let rowCount = plan.rowsPerStep(of: problem.rowCount)
      return TrainingCost(
        parameterCount: parameterCount,
        operationsPerIteration: prediction.step * Double(rowCount),
        operationsPerPrediction: prediction.forward,
        largestProduct: .init(inputCount: d, outputCount: k))
    }
    let solve = model.solver.operations(
      for: problem.task, rows: problem.rowCount, columns: d, outputs: k)
    return TrainingCost(
      parameterCount: parameterCount, setUpOperations: solve.setUp,
      operationsPerIteration: solve.iteration, operationsPerPrediction: prediction.forward,
      // A least-squares solve multiplies the inputs with themselves.
      largestProduct: .init(
        inputCount: d, outputCount: problem.task.isClassification ? k : d))
  }
}
