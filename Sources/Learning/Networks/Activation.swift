internal import LinearAlgebra
internal import Schema

/// The functions a hidden layer can end in.
enum Activation: String, Sendable, Hashable, Codable, CaseIterable {
  case relu
  case leakyReLU = "leaky_relu"
  case gelu
  case tanh
  case sigmoid
  case softmax
  case identity

  /// The function of each element by itself; nil for softmax, which works on whole rows.
  var elementFunction: ElementFunction? {
    switch self {
    case .relu: .relu
    case .leakyReLU: .leakyReLU
    case .gelu: .gelu
    case .tanh: .tanh
    case .sigmoid: .sigmoid
    case .identity: .identity
    case .softmax: nil
    }
  }

  private var summary: String {
    switch self {
    case .relu: "max(0, x)"
    case .leakyReLU: "x above 0, 0.01·x below"
    case .gelu: "x·Φ(x), Φ the standard normal distribution"
    case .tanh: "the hyperbolic tangent"
    case .sigmoid: "1 / (1 + e⁻ˣ)"
    case .softmax: "the softmax over the layer's units"
    case .identity: "x: a network of such layers is linear"
    }
  }

  static let rule = Rule.oneOf(allCases.map { Rule.Option($0.rawValue, $0.summary) })
}
