import LinearAlgebra
import Schema

/// Gradient descent with a velocity and a look ahead: v ← μ·v + g, p ← p − rate·(g + μ·v).
///
/// **Source** Nesterov 1983, in the form of Sutskever et al. 2013 that PyTorch uses
struct NesterovDescent: StepRule {
  var learningRate: Double
  var momentum: Double
  var weightDecay: Double

  var kind: String { "nesterov" }
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
      momentum: momentum, looksAhead: true, velocity: velocity)
  }
}

extension OptimizerEntry {
  static let nesterov = OptimizerEntry(
    name: "nesterov", summary: "Gradient descent with Nesterov's momentum.",
    fields: [.learningRate(0.01), .momentum, .weightDecay]
  ) { settings in
    NesterovDescent(
      learningRate: settings.number("learning_rate"), momentum: settings.number("momentum"),
      weightDecay: settings.number("weight_decay"))
  }
}
