import Schema

/// The decay rates and ε of Adam's moment estimates.
struct AdamMoments: Sendable, Hashable {
  let beta1: Double
  let beta2: Double
  let epsilon: Double

  static let fields = [
    Field(
      "beta1", Rule.number(in: 0.0..<1.0), .value(0.9),
      "Exponential decay rate of the first-moment estimate."),
    Field(
      "beta2", Rule.number(in: 0.0..<1.0), .value(0.999),
      "Exponential decay rate of the second-moment estimate."),
    Field(
      "epsilon", Rule.number(above: 0), .value(1e-8),
      "Term added to the denominator for numerical stability."),
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
