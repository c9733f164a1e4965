public import LinearAlgebra
public import Schema

/// A model with learned parameters.
public protocol FittedModel: Sendable {
  /// The catalog name of its recipe.
  var kind: String { get }
  var task: PredictionTask { get }
  var inputCount: Int { get }
  /// Classes, or 1 for regression.
  var outputCount: Int { get }
  /// The learned parameters by name, for saving and for showing.
  var tensors: [NamedTensor] { get }
  /// What is needed beside the tensors to restore the model.
  var metadata: [String: String] { get }

  /// Predictions for each row.
  ///
  /// **Shapes** inputs [n, d] → regression [n, 1], classification probabilities [n, classCount]
  /// (two columns for a binary task, the second for the positive class).
  func outputs(for inputs: Inputs) -> Matrix

  /// What each hidden layer gives for the rows, after its activation; none for a model without
  /// hidden layers.
  ///
  /// **Shapes** inputs [n, d] → one [n, units] for each hidden layer
  func hiddenOutputs(for inputs: Inputs) -> [Matrix]

  /// The weights of a model whose score is linear in its inputs, [units, d]: one unit for a
  /// regression and for a binary task, else one for each class. nil for other models.
  var linearWeights: Matrix? { get }

  /// The layers with their values, for computing the same elsewhere; nil for a model without layers.
  var layers: ModelLayers? { get }
}

extension FittedModel {
  public var metadata: [String: String] { ["kind": kind, "task": task.rawValue] }
  public func hiddenOutputs(for inputs: Inputs) -> [Matrix] { [] }
  public var linearWeights: Matrix? { nil }
  public var layers: ModelLayers? { nil }
  public var parameterCount: Int { tensors.reduce(0) { $0 + $1.values.count } }
}

/// A tensor with its name: row-major values of one precision.
public struct NamedTensor: Sendable, Equatable {
  public let name: String
  public let shape: [Int]
  public let values: Values

  public enum Values: Sendable, Equatable {
    case single([Float])
    case double([Double])

    public var count: Int {
      switch self {
      case .single(let values): values.count
      case .double(let values): values.count
      }
    }
  }

  public init(name: String, shape: [Int], values: Values) {
    self.name = name
    self.shape = shape
    self.values = values
  }
}
