import Learning
import Runs

extension CostEstimate {
  init(_ plan: ExperimentPlan, _ data: PreparedData) {
    let training = plan.trainingPlan(for: data)
    let cost = plan.recipe.cost(of: data.train.size, plan: training)
    let time = TrainingTime(plan, training, data, cost)
    self.init(
      parameterCount: cost.parameterCount,
      memoryBytes: MemoryEstimate(data, training, cost).peakBytes,
      trainingSeconds: time.estimate.likely, leastTrainingSeconds: time.estimate.least,
      mostTrainingSeconds: time.estimate.most, basis: time.basis, epochCount: time.epochCount,
      stepCount: time.stepCount, operationsPerStep: time.operationsPerStep,
      solver: time.solver?.rawValue)
  }
}

/// An estimated duration in seconds, with a range that contains it.
struct TimeEstimate: Sendable, Hashable {
  let least: Double
  let likely: Double
  let most: Double

  /// A point estimate.
  init(_ seconds: Double) {
    (least, likely, most) = (seconds, seconds, seconds)
  }

  /// The geometric mean of two bounds.
  init(from least: Double, to most: Double) {
    self.least = least
    self.most = most
    likely = (max(0, least) * max(0, most)).squareRoot()
  }

  /// A point estimate, accurate up to a factor.
  init(_ seconds: Double, within factor: Double) {
    (least, likely, most) = (seconds / factor, seconds, seconds * factor)
  }
}
