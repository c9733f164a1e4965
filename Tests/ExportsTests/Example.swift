import Datasets
import Exports
import Foundation
import Inference
import Learning
import LinearAlgebra
import Schema
import TestSupport

/// A small table and networks over it whose weights come from a formula.
final class Example {
  let path: String

  init() throws {
    path =
      FileManager.default.temporaryDirectory
      .appendingPathComponent("assay-exports-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Numbers and categories, both with missing cells, and three targets.
  static func table(firstAge: Int = 20) -> String {
    let rows = (0..<24).map { i in
      let town = i % 7 == 5 ? "" : ["Rome", "Oslo", "Bern, BE"][i % 3]
      let age = i % 5 == 4 ? "" : String(firstAge + 3 * i)
      return
        "\(age),\"\(town)\",\(i % 2 == 0 ? "no" : "yes"),\(["a", "b", "</script>"][i % 3]),\(2 * i)"
    }
    return "age,town,buys,kind,amount\n" + rows.joined(separator: "\n") + "\n"
  }

  struct Form {
    var target = "buys"
    var hidden: [Int] = []
    var activation = "relu"
    var normalizes = false
    var output = "sigmoid"
    var loss = "binary_cross_entropy"
    var isSingle = false
    var encode = PreprocessingRequest.Encoding.oneHot
    var clip: Double?
    var firstAge = 20
  }

  func bundle(_ form: Form) throws -> PipelineBundle {
    let file = "\(path)/rows.csv"
    try Self.table(firstAge: form.firstAge).write(toFile: file, atomically: true, encoding: .utf8)
    let others = ["buys", "kind", "amount"].filter { $0 != form.target }
    let request = DataRequest(
      source: .file(DataRequest.FilePath(file)), target: form.target,
      features: Dictionary(uniqueKeysWithValues: others.map { ($0, .drop) }),
      split: SplitRequest(method: .everyNth(period: 4, remainder: 3), dev: 0, test: 0.25, seed: 1))
    let dataset = try DatasetLoader().load(request).dataset
    let task = dataset.schema.task
    let preprocessing = try FittedPreprocessing.fitted(
      to: dataset, rowIDs: dataset.split.train,
      request: PreprocessingRequest(
        scale: .standard, impute: .mean, indicators: true, encode: form.encode,
        unknownCategory: .ignore, targetScale: task == .regression ? .standard : .none,
        clip: form.clip))
    let model = try network(form, preprocessing.inputCount, dataset.schema)
    let pipeline = FittedPipeline(
      schema: dataset.schema, preprocessing: preprocessing, model: model,
      precision: form.isSingle ? .float : .double)
    return try PipelineBundle(
      pipeline, trainedOn: dataset, reading: ReadingForm(request), hyperparameters: [])
  }

  private func network(
    _ form: Form, _ inputCount: Int, _ schema: TableSchema
  ) throws -> any FittedModel {
    let outputCount = schema.task.isClassification ? schema.classNames.count : 1
    let unitCount = schema.task == .binary && form.output != "softmax" ? 1 : outputCount
    var seed = 0
    func tensor(_ name: String, _ shape: [Int]) -> NamedTensor {
      let values = (0..<shape.reduce(1, *)).map { i -> Double in
        seed += 1
        return Double((i * 7919 + seed * 104_729) % 997) / 500 - 1
      }
      return NamedTensor(
        name: name, shape: shape,
        values: form.isSingle ? .single(values.map(Float.init)) : .double(values))
    }
    var tensors: [NamedTensor] = []
    var width = inputCount
    for (index, units) in (form.hidden + [unitCount]).enumerated() {
      let name = index == form.hidden.count ? "output" : "hidden_\(index + 1)"
      tensors += [tensor("\(name).weight", [units, width]), tensor("\(name).bias", [units])]
      if form.normalizes, index < form.hidden.count {
        tensors += [tensor("\(name).norm_gain", [units]), tensor("\(name).norm_bias", [units])]
      }
      width = units
    }
    return try Safetensors(
      tensors: tensors,
      metadata: [
        "kind": "mlp", "task": schema.task.rawValue, "outputs": String(outputCount),
        "loss": form.loss, "output_activation": form.output, "inputs": String(inputCount),
        "hidden": form.hidden.map(String.init).joined(separator: ","),
        "activation": form.activation, "layer_norm": String(form.normalizes),
        "output_bias": "true",
      ]
    ).model()
  }
}
