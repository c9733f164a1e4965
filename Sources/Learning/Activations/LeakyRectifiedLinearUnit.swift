import LinearAlgebra

extension Activation {
  static let leakyReLU = Activation(
    "leaky_relu", "x above 0, 0.01·x below", isRectifier: true, .elementwise(.leakyReLU))
}
