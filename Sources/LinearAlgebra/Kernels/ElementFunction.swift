/// A function that works on each element by itself.
public enum ElementFunction: Sendable, Hashable, CaseIterable {
  case identity
  /// max(0, x)
  case relu
  /// x above 0, 0.01·x below
  case leakyReLU
  /// x·Φ(x) with Φ the standard normal distribution, not its approximation by tanh
  case gelu
  case tanh
  /// 1 / (1 + e⁻ˣ)
  case sigmoid

  /// Whether the derivative needs the input; for the others the output is enough.
  public var needsInput: Bool { self == .gelu }
}
