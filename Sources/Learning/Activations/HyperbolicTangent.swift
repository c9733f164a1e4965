import LinearAlgebra

extension Activation {
  public static let tanh = Activation(
    "tanh", "the hyperbolic tangent", bounds: -1...1, .elementwise(.tanh))
}
