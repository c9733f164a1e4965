import Learning
import Runs

extension CostPrediction {
  init(_ plan: ExperimentPlan, _ data: PreparedData) {
    let training = plan.trainingPlan(for: data)
    let shape = ModelShape(plan, training, data)
    let time = TrainingTime(plan, training, data, shape)
    self.init(
      parameterCount: shape.parameterCount,
      memoryBytes: MemoryPrediction(data, training, shape).peakBytes,
      trainingSeconds: time.estimate.likely, leastTrainingSeconds: time.estimate.least,
      mostTrainingSeconds: time.estimate.most, basis: time.basis, epochCount: time.epochCount,
      stepCount: time.stepCount, operationsPerStep: time.operationsPerStep,
      solver: time.solver?.rawValue)
  }
}
