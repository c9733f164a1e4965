import Learning
import Runs

extension CostPrediction {
  init(_ plan: ExperimentPlan, _ data: PreparedData) {
    let training = plan.trainingPlan(for: data)
    let cost = plan.recipe.cost(of: data.train.size, plan: training)
    let time = TrainingTime(plan, training, data, cost)
    self.init(
      parameterCount: cost.parameterCount,
      memoryBytes: MemoryPrediction(data, training, cost).peakBytes,
      trainingSeconds: time.estimate.likely, leastTrainingSeconds: time.estimate.least,
      mostTrainingSeconds: time.estimate.most, basis: time.basis, epochCount: time.epochCount,
      stepCount: time.stepCount, operationsPerStep: time.operationsPerStep,
      solver: time.solver?.rawValue)
  }
}
