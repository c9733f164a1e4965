import Datasets
import Foundation
import Inference
import Learning
import LinearAlgebra
import Schema

/// What an export computes, in the simplest form: by it an export is checked, and it shows whether
/// single precision will do.
struct ReferencePass<Scalar: BinaryFloatingPoint> {
  let model: ExportedModel

  /// The outputs for one row of cells, as `FittedPipeline` gives them.
  func outputs(of row: GoldenRow) -> [Double] {
    var values = inputs(of: row)
    let layers = model.layers.layers
    for (index, layer) in layers.enumerated() {
      values = affine(layer, values)
      if index < layers.count - 1 {
        if let normalization = layer.normalization { normalize(&values, normalization) }
        apply(model.layers.function, &values)
      }
    }
    return finished(values)
  }

  private func inputs(of row: GoldenRow) -> [Scalar] {
    var inputs: [Scalar] = []
    for step in model.preprocessing.steps {
      let cell = row.cells[step.column]
      switch step {
      case .number(let step):
        let value = cell?.number ?? step.fill ?? .nan
        inputs.append((Scalar(value) - Scalar(step.center)) / Scalar(step.scale))
        if step.hasIndicator { inputs.append(cell == nil ? 1 : 0) }
      case .category(let step):
        let index = cell?.text.map { step.index(of: $0) } ?? step.missingIndex
        inputs += step.inputs(ofLevel: index, isMissing: cell == nil).map { Scalar($0) }
      }
    }
    // What the model takes is rounded, whatever its layers compute with.
    if model.hasSingleInputs { inputs = inputs.map { Scalar(Float($0)) } }
    guard let clip = model.preprocessing.request.clip.map({ Scalar($0) }) else { return inputs }
    return inputs.map { min(max($0, -clip), clip) }
  }

  private func affine(_ layer: ModelLayers.Layer, _ inputs: [Scalar]) -> [Scalar] {
    (0..<layer.unitCount).map { unit in
      var sum: Scalar = 0
      for (k, input) in inputs.enumerated() {
        sum += input * Scalar(layer.weights[unit * layer.inputCount + k])
      }
      return sum + Scalar(layer.bias?[unit] ?? 0)
    }
  }

  private func normalize(_ values: inout [Scalar], _ normalization: ModelLayers.Normalization) {
    let count = Scalar(values.count)
    let mean = values.reduce(0, +) / count
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
    let root = (variance + Scalar(ModelLayers.Normalization.epsilon)).squareRoot()
    for i in values.indices {
      values[i] =
        Scalar(normalization.gain[i]) * ((values[i] - mean) / root)
        + Scalar(normalization.shift[i])
    }
  }

  private func apply(_ function: ModelLayers.Function, _ values: inout [Scalar]) {
    switch function {
    case .softmax: softmax(&values)
    case .element(let function): values = values.map { Scalar(Self.value(function, Double($0))) }
    }
  }

  private static func value(_ function: ElementFunction, _ x: Double) -> Double {
    switch function {
    case .identity: x
    case .relu: max(0, x)
    case .leakyReLU: x > 0 ? x : 0.01 * x
    case .gelu: x * 0.5 * (1 + erf(x / 2.0.squareRoot()))
    case .tanh: tanh(x)
    case .sigmoid: 1 / (1 + exp(-x))
    }
  }

  private func softmax(_ values: inout [Scalar]) {
    let greatest = values.max() ?? 0
    values = values.map { Scalar(exp(Double($0 - greatest))) }
    let sum = values.reduce(0, +)
    values = values.map { $0 / sum }
  }

  private func finished(_ scores: [Scalar]) -> [Double] {
    var values = scores
    switch model.layers.output {
    case .identity: break
    case .sigmoid: apply(.element(.sigmoid), &values)
    case .softmax: softmax(&values)
    }
    guard model.isClassifier else {
      return values.map {
        Double($0) * model.preprocessing.targetDeviation + model.preprocessing.targetMean
      }
    }
    if values.count == 1 { return [1 - Double(values[0]), Double(values[0])] }
    guard model.layers.output == .sigmoid else { return values.map { Double($0) } }
    let sum = values.reduce(0, +)
    return values.map { sum == 0 ? 1 / Double(values.count) : Double($0 / sum) }
  }
}

extension FittedPreprocessing.CategoryStep {
  /// The index of a text's level; nil for a text that training did not have.
  func index(of text: String) -> Int? {
    levels.indices.first { levels[$0] == text && $0 != indexOfMissingLevel }
  }

  /// The inputs that are made of a level, which is nil where it is unknown.
  func inputs(ofLevel index: Int?, isMissing: Bool) -> [Double] {
    let own: [Double] =
      isOneHot
      ? levels.indices.map { $0 == index ? 1 : 0 }
      : [(Double(index ?? -1) - center) / scale]
    return own + (hasIndicator ? [isMissing ? 1 : 0] : [])
  }
}
