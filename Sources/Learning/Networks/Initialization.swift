import Randomness
import Schema

/// A scheme for the initial weights of a layer.
public enum Initialization: String, Sendable, Hashable, CaseIterable {
  case heNormal = "he_normal"
  case heUniform = "he_uniform"
  case glorotNormal = "glorot_normal"
  case glorotUniform = "glorot_uniform"
  case lecunNormal = "lecun_normal"
  case normal
  case uniform
  case constant
  case zeros

  /// Whether the spread of a layer's weights follows from the numbers of its inputs and outputs.
  public var followsWidths: Bool {
    switch self {
    case .heNormal, .heUniform, .glorotNormal, .glorotUniform, .lecunNormal: true
    case .normal, .uniform, .constant, .zeros: false
    }
  }

  /// Whether all units of a layer get the same weights.
  public var isConstant: Bool { self == .constant || self == .zeros }

  /// The default of `initialization_scale`.
  var standardScale: Double {
    switch self {
    case .normal, .uniform, .constant: 0.05
    default: 1
    }
  }

  /// Initial weights of a layer, row-major [outputs, inputs].
  ///
  /// **Source** He et al. 2015, Glorot and Bengio 2010, LeCun et al. 1998; the normal forms are
  /// not truncated.
  func weights(
    inputCount: Int, outputCount: Int, scale: Double, using generator: inout CounterBasedGenerator
  ) -> [Double] {
    let count = inputCount * outputCount
    let fanIn = Double(inputCount)
    let fanSum = Double(inputCount + outputCount)
    switch self {
    case .heNormal: return normal(count, scale * (2 / fanIn).squareRoot(), &generator)
    case .heUniform: return uniform(count, scale * (6 / fanIn).squareRoot(), &generator)
    case .glorotNormal: return normal(count, scale * (2 / fanSum).squareRoot(), &generator)
    case .glorotUniform: return uniform(count, scale * (6 / fanSum).squareRoot(), &generator)
    case .lecunNormal: return normal(count, scale * (1 / fanIn).squareRoot(), &generator)
    case .normal: return normal(count, scale, &generator)
    case .uniform: return uniform(count, scale, &generator)
    case .constant: return [Double](repeating: scale, count: count)
    case .zeros: return [Double](repeating: 0, count: count)
    }
  }

  private func normal(
    _ count: Int, _ deviation: Double, _ generator: inout CounterBasedGenerator
  ) -> [Double] {
    (0..<count).map { _ in deviation * generator.normal() }
  }

  private func uniform(
    _ count: Int, _ bound: Double, _ generator: inout CounterBasedGenerator
  ) -> [Double] {
    (0..<count).map { _ in bound * (2 * generator.uniform() - 1) }
  }

  private var summary: String {
    switch self {
    case .heNormal: "normal with variance 2 / inputs"
    case .heUniform: "uniform with variance 2 / inputs"
    case .glorotNormal: "normal with variance 2 / (inputs + outputs)"
    case .glorotUniform: "uniform with variance 2 / (inputs + outputs)"
    case .lecunNormal: "normal with variance 1 / inputs"
    case .normal: "normal with initialization_scale as standard deviation"
    case .uniform: "uniform between minus and plus initialization_scale"
    case .constant:
      "all weights equal to initialization_scale, so that the units of a layer stay identical"
    case .zeros: "all weights 0, so that the units of a layer stay identical"
    }
  }

  static let rule = Rule.oneOf(allCases.map { Rule.Option($0.rawValue, $0.summary) })
}
