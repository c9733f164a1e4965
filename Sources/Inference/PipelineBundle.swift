public import Datasets
import Learning
import LinearAlgebra
import Schema
import Text

/// A pipeline with what is needed to use it elsewhere, as the two files `model.safetensors` and
/// `model.json`.
public struct PipelineBundle: Sendable {
  public static let tensorsName = "model.safetensors"
  public static let descriptionName = "model.json"
  /// The version of `model.json`.
  static let version = 2

  public let pipeline: FittedPipeline
  /// How new files are read.
  public let reading: ReadingForm
  /// The training rows' ranges.
  public let ranges: [InputRange]
  public let hyperparameters: [Hyperparameter]
  /// Training rows with their predictions.
  public let goldenRows: [GoldenRow]

  /// A setting of the model that was trained.
  public struct Hyperparameter: Sendable, Hashable, Codable {
    public let path: String
    public let value: String
    /// The spec, an override or the default.
    public let origin: String

    public init(path: String, value: String, origin: String) {
      self.path = path
      self.value = value
      self.origin = origin
    }
  }

  /// The bundle of a pipeline that was trained on a dataset.
  public init(
    _ pipeline: FittedPipeline, trainedOn dataset: Dataset, reading: ReadingForm,
    hyperparameters: [Hyperparameter]
  ) throws {
    self.pipeline = pipeline
    self.reading = reading
    self.hyperparameters = hyperparameters
    ranges = InputRange.ranges(of: dataset, rowIDs: dataset.split.train)
    goldenRows = try GoldenRow.rows(of: dataset, by: pipeline)
  }

  /// The bytes of both files.
  public func files() throws -> (tensors: [UInt8], description: [UInt8]) {
    let tensors = Safetensors(model: pipeline.model).encoded()
    return (
      tensors, try JSON.file(of: Description(self, tensorsDigest: SHA256.digest(of: tensors)))
    )
  }

  /// The bundle in two files' bytes.
  ///
  /// **Errors** `BundleError` when they do not belong together, are damaged, or when the model does
  /// not predict its golden rows as it did when it was saved
  public init(tensors: [UInt8], description: [UInt8], in folder: String) throws(BundleError) {
    func failure(_ problem: BundleError.Problem) -> BundleError {
      BundleError(folder: folder, problem: problem)
    }
    let description = try Self.description(description, failure)
    let digest = SHA256.digest(of: tensors)
    guard digest == description.tensorsDigest else {
      throw failure(.digest(expected: description.tensorsDigest, found: digest))
    }
    do {
      pipeline = FittedPipeline(
        schema: description.schema, preprocessing: description.preprocessing,
        model: try Safetensors(decoding: tensors).model(), precision: description.precision)
    } catch {
      throw failure(.tensors("\(error)"))
    }
    (reading, ranges) = (description.reading, description.ranges)
    (hyperparameters, goldenRows) = (description.hyperparameters, description.goldenRows)
    guard pipeline.preprocessing.isConsistent else { throw failure(.description("preprocessing")) }
    let inputCount = pipeline.preprocessing.inputCount
    guard pipeline.model.inputCount == inputCount else {
      throw failure(.inputCounts(preprocessing: inputCount, model: pipeline.model.inputCount))
    }
    let outputCount = pipeline.schema.task.isClassification ? pipeline.schema.classNames.count : 1
    guard pipeline.model.outputCount == outputCount, pipeline.model.task == pipeline.schema.task
    else { throw failure(.outputs) }
    try checkGoldenRows(failure)
  }

  private static func description(
    _ bytes: [UInt8], _ failure: (BundleError.Problem) -> BundleError
  ) throws(BundleError) -> Description {
    do {
      let version = try JSON.value(Description.Version.self, from: bytes).version
      guard version == Self.version else { throw failure(.version(version)) }
      return try JSON.value(Description.self, from: bytes)
    } catch let error as BundleError {
      throw error
    } catch {
      throw failure(.description(Self.place(of: error)))
    }
  }

  /// The key at which a document stops being what it must be.
  private static func place(of error: any Error) -> String? {
    let path: [any CodingKey]? =
      switch error {
      case DecodingError.keyNotFound(let key, let context): context.codingPath + [key]
      case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context),
        DecodingError.dataCorrupted(let context):
        context.codingPath
      default: nil
      }
    guard let path, !path.isEmpty else { return nil }
    return path.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }.joined(separator: ".")
  }

  /// Largest relative difference between a golden row's outputs here and where the model was saved:
  /// another processor adds in another order.
  private var tolerance: Double { pipeline.precision == .double ? 1e-9 : 1e-4 }

  private func checkGoldenRows(
    _ failure: (BundleError.Problem) -> BundleError
  ) throws(BundleError) {
    let table = GoldenRow.table(of: goldenRows, for: pipeline.schema)
    let outputs: Matrix
    do {
      outputs = try pipeline.bound(to: table).outputs(of: Array(goldenRows.indices))
    } catch {
      throw failure(.goldenRow(0))
    }
    for (position, row) in goldenRows.enumerated() {
      guard row.outputs.count == outputs.columnCount else { throw failure(.goldenRow(position)) }
      for (column, expected) in row.outputs.enumerated() {
        let found = outputs[position, column]
        let scale = max(1, abs(expected))
        guard abs(found - expected) <= tolerance * scale else {
          throw failure(.goldenRow(position))
        }
      }
    }
  }

  /// `model.json`.
  private struct Description: Codable {
    struct Version: Decodable {
      let version: Int
    }

    let version: Int
    let kind: String
    let task: PredictionTask
    let inputCount: Int
    let outputCount: Int
    let precision: Precision
    let hyperparameters: [Hyperparameter]
    let schema: TableSchema
    let preprocessing: FittedPreprocessing
    let reading: ReadingForm
    let ranges: [InputRange]
    let goldenRows: [GoldenRow]
    /// SHA-256 of `model.safetensors`.
    let tensorsDigest: String

    init(_ bundle: PipelineBundle, tensorsDigest: String) {
      let pipeline = bundle.pipeline
      version = PipelineBundle.version
      kind = pipeline.model.kind
      task = pipeline.model.task
      inputCount = pipeline.model.inputCount
      outputCount = pipeline.model.outputCount
      precision = pipeline.precision
      hyperparameters = bundle.hyperparameters
      schema = pipeline.schema
      preprocessing = pipeline.preprocessing
      reading = bundle.reading
      ranges = bundle.ranges
      goldenRows = bundle.goldenRows
      self.tensorsDigest = tensorsDigest
    }
  }
}
