import LinearAlgebra

extension Activation {
  public static let identity = Activation(
    "identity", "x: a network of such layers is linear", .elementwise(.identity))
}
