package import Learning
package import LinearAlgebra

extension TrainingPlan {
  /// Adam at its standard rate; tests change what they are about.
  package static var forTests: TrainingPlan {
    TrainingPlan(
      optimizer: StillOptimizer(), schedule: StillSchedule(), batchSize: 32, budget: .epochs(20),
      precision: .double, seed: 1)
  }
}

/// An optimizer for checks that look at data alone.
package struct StillOptimizer: StepRule {
  package var kind: String { "still" }
  package var learningRate: Double { 1 }
  package func with(learningRate: Double) -> StillOptimizer { self }
  package func withoutDecay() -> StillOptimizer { self }
  package var bufferCount: Int { 0 }
  package func update<Scalar: BLASScalar>(
    _ part: ParameterPart<Scalar>, learningRate: Double, stepNumber: Int
  ) {}
}

package struct StillSchedule: Schedule {
  package var kind: String { "still" }
  package func factor(at step: Int, of stepCount: Int, stepsPerEpoch: Int) -> Double { 1 }
}
