import Learning
import LinearAlgebra

/// Takes steps of another size, or the other way, than it says.
struct ScaledOptimizer: StepRule {
  var inner: any StepRule
  let factor: Double

  var kind: String { inner.kind }
  var learningRate: Double { inner.learningRate }
  var bufferCount: Int { inner.bufferCount }
  func with(learningRate: Double) -> Self {
    ScaledOptimizer(inner: inner.with(learningRate: learningRate), factor: factor)
  }
  func withoutDecay() -> Self { ScaledOptimizer(inner: inner.withoutDecay(), factor: factor) }
  func update<Scalar: BLASScalar>(
    _ part: ParameterPart<Scalar>, learningRate: Double, stepNumber: Int
  ) {
    inner.update(part, learningRate: factor * learningRate, stepNumber: stepNumber)
  }
}

/// Adds each gradient to those of all steps before, as a loop does that never resets them.
struct AccumulatingOptimizer: StepRule {
  var inner: any StepRule

  var kind: String { inner.kind }
  var learningRate: Double { inner.learningRate }
  var bufferCount: Int { inner.bufferCount + 1 }
  func with(learningRate: Double) -> Self {
    AccumulatingOptimizer(inner: inner.with(learningRate: learningRate))
  }
  func withoutDecay() -> Self { AccumulatingOptimizer(inner: inner.withoutDecay()) }
  func update<Scalar: BLASScalar>(
    _ part: ParameterPart<Scalar>, learningRate: Double, stepNumber: Int
  ) {
    // The last buffer is the sum; the others, at most one, are the inner rule's own.
    let (own, sum) = inner.bufferCount == 0 ? (nil, part.first) : (part.first, part.second)
    guard let sum else { fatalError("a sum of gradients needs an optimizer with one buffer left") }
    Scalar.descend(sum, along: part.gradient, rate: -1, decay: 0)
    inner.update(
      ParameterPart(parameters: part.parameters, gradient: sum, first: own, second: nil),
      learningRate: learningRate, stepNumber: stepNumber)
  }
}

extension TrainingPlan {
  /// The plan with its rule of steps put into a faulty one; unchanged where there are no steps.
  func wrapping(_ faulty: (any StepRule) -> any Optimizer) -> TrainingPlan {
    guard let rule = optimizer.method.stepRule else { return self }
    var plan = self
    plan.optimizer = faulty(rule)
    return plan
  }
}
