import LinearAlgebra
import Schema

/// Steps divided by the root of the sum of all squared gradients so far.
///
/// **Source** Duchi, Hazan and Singer 2011, in PyTorch's form: ε outside the root
struct AdaGrad: DecayingStepRule {
  var learningRate: Double
  /// c of rate / (1 + (step − 1)·c).
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
    name: "adagrad", summary: "Steps divided by the root of the sum of all squared gradients.",
    fields: [
      .learningRate(0.01),
      Field(
        "rate_decay", Rule.number(atLeast: 0), .value(0.0),
        "The learning rate is divided by 1 plus this for each step done."),
      Field(
        "epsilon", Rule.number(above: 0), .value(1e-10),
        "Added to the root of the squared gradients' sum."),
      .weightDecay,
    ]
  ) { settings in
    AdaGrad(
      learningRate: settings.number("learning_rate"), rateDecay: settings.number("rate_decay"),
      epsilon: settings.number("epsilon"), weightDecay: settings.number("weight_decay"))
  }
}
