import Foundation
import Learning
import LinearAlgebra
import Schema

/// A model that predicts what a test says.
struct HandmadeModel: FittedModel {
  var task = PredictionTask.regression
  var inputCount = 1
  var outputCount = 1
  var tensors: [NamedTensor] = []
  let predict: @Sendable (Matrix) -> Matrix

  var kind: String { "handmade" }

  func outputs(for inputs: Inputs) -> Matrix { predict(inputs.matrix(as: Double.self)) }

  /// One number for each row.
  static func numbers(_ predict: @escaping @Sendable ([Double]) -> Double) -> HandmadeModel {
    HandmadeModel { inputs in
      Matrix(rows: (0..<inputs.rowCount).map { [predict(inputs.row($0))] })
    }
  }

  /// The same probabilities for each row.
  static func probabilities(_ shares: [Double]) -> HandmadeModel {
    HandmadeModel(task: shares.count == 2 ? .binary : .multiclass, outputCount: shares.count) {
      Matrix(rows: (0..<$0.rowCount).map { _ in shares })
    }
  }

  /// Knows these rows by heart: gives each row's own class a probability of exp(−loss).
  static func recalling(_ targets: Targets, loss: Double) -> HandmadeModel {
    guard case .classes(let classes, let classCount) = targets else {
      fatalError("numbers are not recalled")
    }
    let p = exp(-loss)
    return HandmadeModel(task: classCount == 2 ? .binary : .multiclass, outputCount: classCount) {
      _ in
      Matrix(
        rows: classes.map { own in
          (0..<classCount).map { $0 == own ? p : (1 - p) / Double(classCount - 1) }
        })
    }
  }

  func with(_ tensors: [(name: String, shape: [Int], values: [Double])]) -> HandmadeModel {
    var copy = self
    copy.tensors = tensors.map {
      NamedTensor(name: $0.name, shape: $0.shape, values: .double($0.values))
    }
    return copy
  }
}

/// A real network of one output with given weights.
///
/// - Parameter layers: for each hidden layer its units, each with a weight for each input and its
///   bias last.
func network(
  inputs: Int = 1, _ layers: [[[Double]]], activation: Activation = .relu
) throws -> any FittedModel {
  var tensors: [NamedTensor] = []
  func add(_ name: String, _ units: [[Double]]) {
    let width = (units.first?.count ?? 1) - 1
    tensors.append(
      NamedTensor(
        name: "\(name).weight", shape: [units.count, width],
        values: .double(units.flatMap { $0.dropLast() })))
    tensors.append(
      NamedTensor(
        name: "\(name).bias", shape: [units.count], values: .double(units.compactMap(\.last))))
  }
  for (index, units) in layers.enumerated() { add("hidden_\(index + 1)", units) }
  let last = layers.last?.count ?? inputs
  add("output", [[Double](repeating: 1, count: last) + [0]])
  return try Safetensors(
    tensors: tensors,
    metadata: [
      "kind": "mlp", "task": "regression", "outputs": "1", "loss": "mse",
      "output_activation": "identity", "inputs": String(inputs), "activation": activation.name,
      "hidden": layers.map { String($0.count) }.joined(separator: ","), "layer_norm": "false",
      "output_bias": "true",
    ]
  ).model()
}

/// A layer of rectified units of which the first give 0 whatever comes in; the rest give
/// max(0, last input + 1).
func layer(units: Int, dead: Int, inputs: Int) -> [[Double]] {
  (0..<units).map { unit in
    unit < dead
      ? [Double](repeating: 0, count: inputs) + [-1]
      : [Double](repeating: 0, count: inputs - 1) + [1, 1]
  }
}

/// A layer of bounded units of which the first are at their bound whatever comes in; the rest are
/// in the middle.
func layer(units: Int, bound: Int, inputs: Int) -> [[Double]] {
  (0..<units).map { [Double](repeating: 0, count: inputs) + [$0 < bound ? 5 : 0] }
}
