import LinearAlgebra
import Schema

/// AdaGrad: each step is divided by the root of the sum of all squared gradients so far.
///
/// **Source** Duchi, Hazan and Singer 2011, in PyTorch's form: ε outside the root
struct AdaGrad: DecayingStepRule {
  var learningRate: Double
  /// c of the learning rate / (1 + (step − 1)·c).
  var rateDecay: Double
  var epsilon: Double
  var weightDecay: Double

  var kind: String { "adagrad" }
  var bufferCount: Int { 1 }

  func update<Scalar: BLASScalar>(
    _ part: ParameterPart<Scalar>, learningRate: Double, stepNumber: Int
  ) {
    guard let squares = part.first else { return }
    Scalar.scaledStep(
      part.parameters, gradient: part.gradient, squares: squares, velocity: nil,
      ScaledStep(
        rate: learningRate / (1 + Double(stepNumber - 1) * rateDecay), decay: weightDecay,
        kept: 1, added: 1, epsilon: epsilon))
  }
}

extension OptimizerEntry {
  static let adaGrad = OptimizerEntry(
    name: "adagrad",
    summary: "AdaGrad: steps divided by the root of the sum of all squared gradients.",
    fields: [
      .learningRate(0.01),
      Field(
        "rate_decay", Rule.number(atLeast: 0), .value(0.0),
        "Decay c of the learning rate: step t uses learning_rate / (1 + (t − 1)·c)."),
      .epsilon(1e-10),
      .weightDecay,
    ]
  ) { settings in
    AdaGrad(
      learningRate: settings.number("learning_rate"), rateDecay: settings.number("rate_decay"),
      epsilon: settings.number("epsilon"), weightDecay: settings.number("weight_decay"))
  }
}
