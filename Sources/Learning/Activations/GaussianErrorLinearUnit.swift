import LinearAlgebra

extension Activation {
  static let gelu = Activation(
    "gelu", "x·Φ(x), Φ the standard normal distribution", isRectifier: true, .elementwise(.gelu))
}
