import LinearAlgebra
import Schema

/// Gradient descent with momentum: v ← μ·v + g, p ← p − rate·v; Nesterov's form looks ahead:
/// p ← p − rate·(g + μ·v).
///
/// **Source** Polyak 1964 and Nesterov 1983, the latter in the form of Sutskever et al. 2013; both
/// as in PyTorch (the rate outside the velocity, no dampening)
struct MomentumDescent: DecayingStepRule {
  var learningRate: Double
  var momentum: Double
  var weightDecay: Double
  let looksAhead: Bool

  var kind: String { looksAhead ? "nesterov" : "momentum" }
  var bufferCount: Int { 1 }

  func update<Scalar: BLASScalar>(
    _ part: ParameterPart<Scalar>, learningRate: Double, stepNumber: Int
  ) {
    guard let velocity = part.first else { return }
    Scalar.descend(
      part.parameters, along: part.gradient, rate: learningRate, decay: weightDecay,
      momentum: momentum, looksAhead: looksAhead, velocity: velocity)
  }
}

extension OptimizerEntry {
  static let momentum = OptimizerEntry(
    "momentum", "Gradient descent with momentum.", looksAhead: false)
  static let nesterov = OptimizerEntry(
    "nesterov", "Gradient descent with Nesterov momentum.", looksAhead: true)

  private init(_ name: String, _ summary: String, looksAhead: Bool) {
    self.init(
      name: name, summary: summary, fields: [.learningRate(0.01), .momentum(0.9), .weightDecay]
    ) { settings in
      MomentumDescent(
        learningRate: settings.number("learning_rate"), momentum: settings.number("momentum"),
        weightDecay: settings.number("weight_decay"), looksAhead: looksAhead)
    }
  }
}
