internal import Foundation

/// A floating-point type with the elementary functions that layers and losses are made of.
public protocol ElementaryScalar: BinaryFloatingPoint, SIMDScalar, Codable, Sendable {
  static func exponential(_ x: Self) -> Self
  static func logarithm(_ x: Self) -> Self
  /// log(1 + x), exact for small x.
  static func logarithm(onePlus x: Self) -> Self
  static func hyperbolicTangent(_ x: Self) -> Self
  static func errorFunction(_ x: Self) -> Self
}

extension ElementaryScalar {
  /// 1 / (1 + e⁻ˣ) without overflow on either side.
  @inline(__always)
  static func logistic(_ x: Self) -> Self {
    let e = exponential(-x.magnitude)
    return (x < 0 ? e : 1) / (1 + e)
  }
}

extension Float: ElementaryScalar {
  public static func exponential(_ x: Float) -> Float { expf(x) }
  public static func logarithm(_ x: Float) -> Float { logf(x) }
  public static func logarithm(onePlus x: Float) -> Float { log1pf(x) }
  public static func hyperbolicTangent(_ x: Float) -> Float { tanhf(x) }
  public static func errorFunction(_ x: Float) -> Float { erff(x) }
}

extension Double: ElementaryScalar {
  public static func exponential(_ x: Double) -> Double { exp(x) }
  public static func logarithm(_ x: Double) -> Double { log(x) }
  public static func logarithm(onePlus x: Double) -> Double { log1p(x) }
  public static func hyperbolicTangent(_ x: Double) -> Double { tanh(x) }
  public static func errorFunction(_ x: Double) -> Double { erf(x) }
}
