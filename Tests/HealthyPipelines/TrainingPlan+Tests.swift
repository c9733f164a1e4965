public import Learning
public import LinearAlgebra
import Schema

extension TrainingPlan {
  /// Adam at its standard rate; tests change what they are about.
  public static var forTests: TrainingPlan {
    TrainingPlan(
      optimizer: StillOptimizer(), schedule: StillSchedule(), batchSize: 32, budget: .epochs(20),
      precision: .double, seed: 1)
  }
}

/// An optimizer for checks that look at data alone.
public struct StillOptimizer: StepRule {
  public var kind: String { "still" }
  public var learningRate: Double { 1 }
  public func with(learningRate: Double) -> StillOptimizer { self }
  public func withoutDecay() -> StillOptimizer { self }
  public var bufferCount: Int { 0 }
  public func update<Scalar: BLASScalar>(
    _ part: ParameterPart<Scalar>, learningRate: Double, stepNumber: Int
  ) {}
}

public struct StillSchedule: Schedule {
  public var kind: String { "still" }
  public func factor(at step: Int, of stepCount: Int, stepsPerEpoch: Int) -> Double { 1 }
}
