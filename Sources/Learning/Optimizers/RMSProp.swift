import LinearAlgebra
import Schema

/// RMSProp: steps divided by the root of the running mean of the squared gradient.
///
/// **Source** Tieleman and Hinton 2012, in PyTorch's form: ε outside the root, the velocity after
/// the division, not centred
struct RMSProp: DecayingStepRule {
  var learningRate: Double
  /// Exponential decay rate of the running mean.
  var smoothing: Double
  var epsilon: Double
  var momentum: Double
  var weightDecay: Double

  var kind: String { "rmsprop" }
  var bufferCount: Int { momentum > 0 ? 2 : 1 }

  func update<Scalar: BLASScalar>(
    _ part: ParameterPart<Scalar>, learningRate: Double, stepNumber: Int
  ) {
    guard let squares = part.first else { return }
    Scalar.scaledStep(
      part.parameters, gradient: part.gradient, squares: squares, velocity: part.second,
      ScaledStep(
        rate: learningRate, decay: weightDecay, kept: smoothing, added: 1 - smoothing,
        epsilon: epsilon, momentum: momentum))
  }
}

extension OptimizerEntry {
  static let rmsProp = OptimizerEntry(
    name: "rmsprop",
    summary: "RMSProp: steps divided by the root of the running mean of the squared gradient.",
    fields: [
      .learningRate(0.01),
      Field(
        "alpha", Rule.number(in: 0.0..<1.0), .value(0.99),
        "Exponential decay rate of the running mean of the squared gradient."
      ).usually(in: 0.8...0.99999),
      .epsilon(1e-8),
      .momentum(0),
      .weightDecay,
    ]
  ) { settings in
    RMSProp(
      learningRate: settings.number("learning_rate"), smoothing: settings.number("alpha"),
      epsilon: settings.number("epsilon"), momentum: settings.number("momentum"),
      weightDecay: settings.number("weight_decay"))
  }
}
