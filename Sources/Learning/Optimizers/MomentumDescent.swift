import LinearAlgebra
import Schema

/// Gradient descent with a velocity: v ← μ·v + g, p ← p − rate·v.
///
/// **Source** Polyak 1964, in PyTorch's form (the rate outside the velocity, no dampening)
struct MomentumDescent: StepRule {
  var learningRate: Double
  var momentum: Double
  var weightDecay: Double

  var kind: String { "momentum" }
  var bufferCount: Int { 1 }

  func with(learningRate: Double) -> Self {
    var copy = self
    copy.learningRate = learningRate
    return copy
  }

  func withoutDecay() -> Self {
    var copy = self
    copy.weightDecay = 0
    return copy
  }

  func update<Scalar: BLASScalar>(
    _ part: ParameterPart<Scalar>, learningRate: Double, stepNumber: Int
  ) {
    guard let velocity = part.first else { return }
    Scalar.descend(
      part.parameters, along: part.gradient, rate: learningRate, decay: weightDecay,
      momentum: momentum, looksAhead: false, velocity: velocity)
  }
}

extension OptimizerEntry {
  static let momentum = OptimizerEntry(
    name: "momentum", summary: "Gradient descent with momentum.",
    fields: [.learningRate(0.01), .momentum, .weightDecay]
  ) { settings in
    MomentumDescent(
      learningRate: settings.number("learning_rate"), momentum: settings.number("momentum"),
      weightDecay: settings.number("weight_decay"))
  }
}
