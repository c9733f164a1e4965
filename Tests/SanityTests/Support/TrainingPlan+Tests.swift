import Learning
import LinearAlgebra

extension TrainingPlan {
  /// Adam at its standard rate; tests change what they are about.
  static var forTests: TrainingPlan {
    TrainingPlan(
      optimizer: StillOptimizer(), schedule: StillSchedule(), batchSize: 32, budget: .epochs(20),
      precision: .double, seed: 1)
  }
}

/// An optimizer for checks that look at data alone.
struct StillOptimizer: StepRule {
  var kind: String { "still" }
  var learningRate: Double { 1 }
  func with(learningRate: Double) -> StillOptimizer { self }
  func withoutDecay() -> StillOptimizer { self }
  var bufferCount: Int { 0 }
  func update<Scalar: BLASScalar>(
    _ part: ParameterPart<Scalar>, learningRate: Double, stepNumber: Int
  ) {}
}

struct StillSchedule: Schedule {
  var kind: String { "still" }
  func factor(at step: Int, of stepCount: Int, stepsPerEpoch: Int) -> Double { 1 }
}
