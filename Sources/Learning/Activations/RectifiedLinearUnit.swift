import LinearAlgebra

extension Activation {
  public static let relu = Activation("relu", "max(0, x)", isRectifier: true, .elementwise(.relu))
}
