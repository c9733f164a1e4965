import LinearAlgebra
import Schema

/// Plain stochastic gradient descent: p ← p − rate·(g + decay·p).
struct StochasticGradientDescent: DecayingStepRule {
  var learningRate: Double
  var weightDecay: Double

  var kind: String { "sgd" }
  var bufferCount: Int { 0 }

  func update<Scalar: BLASScalar>(
    _ part: ParameterPart<Scalar>, learningRate: Double, stepNumber: Int
  ) {
    Scalar.descend(
      part.parameters, along: part.gradient, rate: learningRate, decay: weightDecay)
  }
}

extension OptimizerEntry {
  public static let sgd = OptimizerEntry(
    name: "sgd", summary: "Stochastic gradient descent without momentum.",
    fields: [.learningRate(0.01), .weightDecay]
  ) { settings in
    StochasticGradientDescent(
      learningRate: settings.number("learning_rate"),
      weightDecay: settings.number("weight_decay"))
  }
}
