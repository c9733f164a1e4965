import Schema

/// How Adam and its kin average the gradient and its square.
struct AdamMoments: Sendable, Hashable {
  let beta1: Double
  let beta2: Double
  let epsilon: Double

  static let fields = [
    Field(
      "beta1", Rule.number(in: 0.0..<1.0), .value(0.9),
      "The share of the gradient's running mean that is kept from step to step."),
    Field(
      "beta2", Rule.number(in: 0.0..<1.0), .value(0.999),
      "The share of the squared gradient's running mean that is kept from step to step."),
    Field(
      "epsilon", Rule.number(above: 0), .value(1e-8),
      "Added to the root of the squared gradient's mean."),
  ]

  init(beta1: Double, beta2: Double, epsilon: Double) {
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
  }

  init(_ settings: Settings) {
    self.init(
      beta1: settings.number("beta1"), beta2: settings.number("beta2"),
      epsilon: settings.number("epsilon"))
  }
}
