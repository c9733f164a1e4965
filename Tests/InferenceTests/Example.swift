import Datasets
import Foundation
import Inference
import Learning
import LinearAlgebra
import Schema

/// A folder with files of rows that goes with its owner.
final class Example {
  let path: String

  init() throws {
    path =
      FileManager.default.temporaryDirectory
      .appendingPathComponent("assay-inference-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String, _ text: String) throws -> String {
    try text.write(toFile: "\(path)/\(name)", atomically: true, encoding: .utf8)
    return "\(path)/\(name)"
  }

  /// Sixteen people: a number, a category with a missing cell, a date, an id, a target.
  static let people: String = {
    let rows = (0..<16).map { i in
      let town = i == 5 ? "" : ["Rome", "Oslo", "Bern"][i % 3]
      let day = "2024-\(i % 4 + 1)-\(i + 1)"
      return "p\(i),\(20 + 3 * i),\(town),\(day),\(i % 2 == 0 ? "no" : "yes")"
    }
    return "id,age,town,day,buys\n" + rows.joined(separator: "\n") + "\n"
  }()

  /// The people read, prepared and a model of them with weights from a formula.
  func bundle() throws -> (bundle: PipelineBundle, dataset: Dataset) {
    let request = DataRequest(
      source: .file(DataRequest.FilePath(try file("people.csv", Self.people))), target: "buys",
      positive: "yes", features: ["day": .date], rowIDColumn: "id",
      split: SplitRequest(method: .everyNth(period: 4, remainder: 3), dev: 0, test: 0.25, seed: 1))
    let dataset = try DatasetLoader().load(request).dataset
    let preprocessing = try FittedPreprocessing.fitted(
      to: dataset, rowIDs: dataset.split.train,
      request: PreprocessingRequest(
        scale: .standard, impute: .mean, indicators: true, encode: .oneHot,
        unknownCategory: .ignore, targetScale: .none))
    let weights = (0..<preprocessing.inputCount).map { 0.25 * Double($0 % 5) - 0.5 }
    let model = try Safetensors(
      tensors: [
        NamedTensor(
          name: "weight", shape: [1, preprocessing.inputCount], values: .double(weights)),
        NamedTensor(name: "intercept", shape: [1], values: .double([0.125])),
      ],
      metadata: [
        "kind": "logistic", "task": "binary", "outputs": "2", "loss": "binary_cross_entropy",
        "output_activation": "sigmoid", "inputs": String(preprocessing.inputCount),
        "intercept": "true",
      ]
    ).model()
    let pipeline = FittedPipeline(
      schema: dataset.schema, preprocessing: preprocessing, model: model, precision: .double)
    let bundle = try PipelineBundle(
      pipeline, trainedOn: dataset, reading: ReadingForm(request),
      hyperparameters: [.init(path: "model.kind", value: "logistic", origin: "spec")])
    return (bundle, dataset)
  }

  /// The text that a batch prediction writes, and its summary.
  func predictions(
    of text: String, by bundle: PipelineBundle, as format: PredictionText.Format = .csv,
    explained: Bool = false
  ) throws -> (text: String, summary: PredictionSummary, rows: NewRows) {
    let rows = try NewRows(
      of: file("new.csv", text), as: bundle.reading, for: bundle.pipeline.schema)
    let batch = BatchPrediction(
      of: rows, by: bundle.pipeline, as: format,
      explainedBy: explained ? LinearContributions(bundle.pipeline) : nil)
    var bytes: [UInt8] = []
    let summary = try batch.write(beforeBlock: { _ in }, append: { bytes += $0 })
    return (String(decoding: bytes, as: UTF8.self), summary, rows)
  }
}
