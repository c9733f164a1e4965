import Foundation
import Learning
import LinearAlgebra
import Schema

/// A network written out plainly from its tensors, to look inside and to change what it does.
struct PlainNetwork: Sendable {
  struct Layer: Sendable {
    /// **Shapes** weight [outputs, inputs], bias [outputs] or empty
    let weight: Matrix
    let bias: [Double]
  }

  /// What a pass leaves.
  struct Pass: Sendable {
    /// Of each hidden layer, before and after its activation, [n, units].
    var sums: [Matrix] = []
    var activations: [Matrix] = []
    /// Of the last layer, [n, units].
    var scores = Matrix(rowCount: 0, columnCount: 0)
    /// As `FittedModel.outputs` gives them.
    var predictions = Matrix(rowCount: 0, columnCount: 0)
  }

  let layers: [Layer]
  let activation: String
  let task: PredictionTask

  init(tensors: [NamedTensor], activation: String, task: PredictionTask) {
    self.init(
      tensors: tensors.map { tensor in
        switch tensor.values {
        case .single(let values): (tensor.shape, values.map(Double.init))
        case .double(let values): (tensor.shape, values)
        }
      }, activation: activation, task: task)
  }

  /// From flat parameters, as a problem has them.
  init(
    _ parameters: [Double], layout: ParameterLayout, activation: String, task: PredictionTask
  ) {
    self.init(
      tensors: layout.tensors.map {
        ($0.shape, Array(parameters[$0.offset..<($0.offset + $0.count)]))
      }, activation: activation, task: task)
  }

  private init(tensors: [([Int], [Double])], activation: String, task: PredictionTask) {
    var layers: [Layer] = []
    for (index, (shape, values)) in tensors.enumerated() where shape.count == 2 {
      let next = index + 1 < tensors.count ? tensors[index + 1] : ([0, 0], [])
      layers.append(
        Layer(
          weight: Matrix(rowCount: shape[0], columnCount: shape[1], storage: values),
          bias: next.0.count == 1 ? next.1 : []))
    }
    self.layers = layers
    self.activation = activation
    self.task = task
  }

  /// Sends rows through; `change` may edit what each hidden layer hands on.
  func pass(_ inputs: Matrix, change: (inout Matrix) -> Void = { _ in }) -> Pass {
    var pass = Pass()
    var rows = inputs
    for (index, layer) in layers.enumerated() {
      var sums = layer.sums(of: rows)
      guard index + 1 < layers.count else {
        pass.scores = sums
        break
      }
      pass.sums.append(sums)
      activate(&sums)
      change(&sums)
      pass.activations.append(sums)
      rows = sums
    }
    pass.predictions = predictions(of: pass.scores)
    return pass
  }

  private func activate(_ rows: inout Matrix) {
    switch activation {
    case "relu": for i in rows.storage.indices { rows.storage[i] = max(0, rows.storage[i]) }
    case "tanh": for i in rows.storage.indices { rows.storage[i] = tanh(rows.storage[i]) }
    case "sigmoid":
      for i in rows.storage.indices { rows.storage[i] = 1 / (1 + exp(-rows.storage[i])) }
    case "softmax": softmax(&rows)
    default: break
    }
  }

  private func predictions(of scores: Matrix) -> Matrix {
    switch task {
    case .regression: return scores
    case .binary where scores.columnCount == 1:
      let positive = scores.storage.map { 1 / (1 + exp(-$0)) }
      return Matrix(
        rowCount: scores.rowCount, columnCount: 2, storage: positive.flatMap { [1 - $0, $0] })
    default:
      var shares = scores
      softmax(&shares)
      return shares
    }
  }

  private func softmax(_ rows: inout Matrix) {
    let k = rows.columnCount
    for i in 0..<rows.rowCount {
      let range = (i * k)..<(i * k + k)
      let top = rows.storage[range].max() ?? 0
      for j in range { rows.storage[j] = exp(rows.storage[j] - top) }
      let sum = rows.storage[range].reduce(0, +)
      for j in range { rows.storage[j] /= sum }
    }
  }
}

extension PlainNetwork.Layer {
  fileprivate func sums(of rows: Matrix) -> Matrix {
    let (n, k, d) = (rows.rowCount, weight.rowCount, weight.columnCount)
    var sums = [Double](repeating: 0, count: n * k)
    rows.storage.withUnsafeBufferPointer { x in
      weight.storage.withUnsafeBufferPointer { w in
        for i in 0..<n {
          for j in 0..<k {
            var sum = bias.isEmpty ? 0 : bias[j]
            for m in 0..<d { sum += x[i * d + m] * w[j * d + m] }
            sums[i * k + j] = sum
          }
        }
      }
    }
    return Matrix(rowCount: n, columnCount: k, storage: sums)
  }
}
