import LinearAlgebra

extension Activation {
  public static let sigmoid = Activation(
    "sigmoid", "1 / (1 + e⁻ˣ)", bounds: 0...1, .elementwise(.sigmoid))
}
