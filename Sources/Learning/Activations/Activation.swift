import LinearAlgebra
public import Schema

/// A function that hidden layers apply to their outputs.
public struct Activation: CatalogEntry {
  public let name: String
  /// The function as a formula.
  public let summary: String
  /// The bounds that each unit approaches on both sides, where its gradient vanishes; nil for
  /// functions without two bounds, and where the units depend on each other.
  public let bounds: ClosedRange<Double>?
  /// Whether it passes positive inputs and suppresses negative ones.
  public let isRectifier: Bool
  let function: Function

  /// How an activation is computed.
  enum Function: Sendable {
    /// A compiled kernel, fused with the bias or the normalization before it.
    case elementwise(ElementFunction)
    /// A function of the whole layer, applied after the bias.
    case layerwise(any LayerFunction)

    /// Whether the derivative is computed from the inputs; else from the outputs alone.
    var needsInputs: Bool {
      switch self {
      case .elementwise(let function): function.needsInput
      case .layerwise(let function): function.needsInputs
      }
    }
  }

  init(
    _ name: String, _ summary: String, bounds: ClosedRange<Double>? = nil,
    isRectifier: Bool = false, _ function: Function
  ) {
    self.name = name
    self.summary = summary
    self.bounds = bounds
    self.isRectifier = isRectifier
    self.function = function
  }

  /// What an export computes.
  var exported: ModelLayers.Function {
    switch function {
    case .elementwise(let function): .element(function)
    case .layerwise(let function): function.exported
    }
  }

  /// Whether each unit saturates on both sides.
  public var isBounded: Bool { bounds != nil }

  /// The scheme that keeps the variance of the outputs from layer to layer.
  public var standardInitialization: Initialization { isRectifier ? .heNormal : .glorotNormal }

  /// A spec's choice among all activations.
  static var rule: Rule {
    .oneOf(activationCatalog.entries.map { Rule.Option($0.name, $0.summary) })
  }
}

/// Names are unique in the catalog, so that an activation is what its name says.
extension Activation: Hashable {
  public static func == (one: Activation, other: Activation) -> Bool { one.name == other.name }
  public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

extension Activation: CustomStringConvertible {
  public var description: String { name }
}

/// An activation that is no compiled kernel.
protocol LayerFunction: Sendable {
  /// What an export computes.
  var exported: ModelLayers.Function { get }
  /// Whether `multiplyByDerivative` reads the inputs.
  var needsInputs: Bool { get }
  /// Replaces a layer's inputs [n, units] by its outputs.
  func apply<Scalar: BLASScalar>(to values: MatrixView<Scalar>)
  /// Backpropagates a gradient [n, units] from the outputs to the inputs.
  func multiplyByDerivative<Scalar: BLASScalar>(
    _ gradient: MatrixView<Scalar>, outputs: MatrixView<Scalar>, inputs: MatrixView<Scalar>?)
}
