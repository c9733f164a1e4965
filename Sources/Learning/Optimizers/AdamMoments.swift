import Schema

/// The decay rates and ε of Adam's moment estimates.
struct AdamMoments: Sendable, Hashable {
  let beta1: Double
  let beta2: Double
  let epsilon: Double

  static let fields = [
    Field(
      "beta1", Rule.number(in: 0.0..<1.0), .value(0.9),
      "Exponential decay rate of the first-moment estimate."
    ).usually(in: 0...0.98),
    Field(
      "beta2", Rule.number(in: 0.0..<1.0), .value(0.999),
      "Exponential decay rate of the second-moment estimate."
    ).usually(in: 0.8...0.99999),
    .epsilon(1e-8),
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
