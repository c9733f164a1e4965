public import Datasets
import Evaluation
public import Inference
import LinearAlgebra
import Schema
import Text

/// What a model's columns and predictions were like when it was trained: all that finding drift needs
/// of the training rows.
public struct ReferenceProfile: Sendable, Hashable, Codable {
  public static let fileName = "reference.json"
  /// The version of the file.
  static let version = 1
  /// Rows that are looked at at most, evenly spaced.
  private static let rowLimit = 100_000
  /// Quantiles of all columns together.
  private static let totalPointLimit = 100_000

  let version: Int
  /// SHA-256 of the tensors of the model that it belongs to.
  let tensorsDigest: String
  let columns: [Column]
  /// The predicted classes or numbers of rows that were held out, where there are any.
  let predictions: ColumnProfile
  let predictionsAreHeldOut: Bool
  /// How good the predictions of held-out rows are; empty without such rows.
  let performance: [Performance]

  /// The value of a metric.
  struct Performance: Sendable, Hashable, Codable {
    let metric: String
    let estimate: Estimate
  }

  struct Column: Sendable, Hashable, Codable {
    let name: String
    let profile: ColumnProfile
  }

  /// The profile of a dataset's training rows.
  ///
  /// **Errors** those of the pipeline's predictions
  public init(
    of pipeline: FittedPipeline, trainedOn dataset: Dataset, heldOut: [Int],
    tensorsDigest: String
  ) throws {
    let train = Self.spread(dataset.split.train)
    version = Self.version
    self.tensorsDigest = tensorsDigest
    let steps = pipeline.preprocessing.steps
    let pointLimit = min(
      NumberProfile.pointLimit, max(100, Self.totalPointLimit / max(1, steps.count)))
    columns = steps.compactMap { step in
      dataset.table[step.column].map { column in
        Column(
          name: step.column,
          profile: ColumnProfile(CellSample(column, train, step), pointLimit: pointLimit))
      }
    }
    predictionsAreHeldOut = !heldOut.isEmpty
    let judged = Self.spread(heldOut.isEmpty ? dataset.split.train : heldOut)
    let bound = try pipeline.bound(to: dataset.table)
    predictions = ColumnProfile(CellSample(try bound.outputs(of: judged), of: pipeline))
    performance =
      heldOut.isEmpty
      ? []
      : JudgedMetrics(pipeline).performance(
        Predictions(
          task: pipeline.schema.task, classNames: pipeline.classNames, rowIDs: heldOut,
          truth: pipeline.schema.task.isClassification
            ? .classes(dataset.classIndices(of: heldOut))
            : .values(dataset.targetValues(of: heldOut)),
          outputs: try bound.outputs(of: heldOut), weights: dataset.weights(of: heldOut)))
  }

  /// The bytes of the file.
  public var bytes: [UInt8] { get throws { try JSON.line(of: self) } }

  /// The profile in a file's bytes.
  ///
  /// **Errors** `ReferenceError` where they are none, or belong to another model
  public init(_ bytes: [UInt8], ofTensors digest: String, in folder: String) throws(ReferenceError)
  {
    let found: ReferenceProfile
    do {
      found = try JSON.value(ReferenceProfile.self, from: bytes)
    } catch { throw ReferenceError(folder: folder, problem: .damaged) }
    guard found.version == Self.version else {
      throw ReferenceError(folder: folder, problem: .version(found.version))
    }
    guard (found.columns.map(\.profile) + [found.predictions]).allSatisfy(\.isConsistent) else {
      throw ReferenceError(folder: folder, problem: .damaged)
    }
    guard found.tensorsDigest == digest else {
      throw ReferenceError(folder: folder, problem: .otherModel)
    }
    self = found
  }

  private static func spread(_ rows: [Int]) -> [Int] {
    guard rows.count > rowLimit else { return rows }
    return (0..<rowLimit).map { rows[$0 * rows.count / rowLimit] }
  }
}

extension ColumnProfile {
  init(_ cells: CellSample, pointLimit: Int = NumberProfile.pointLimit) {
    switch cells {
    case .numbers(let numbers): self = .numbers(NumberProfile(numbers, pointLimit: pointLimit))
    case .categories(let texts): self = .categories(CategoryProfile(texts))
    }
  }
}

extension Datasets.Column {
  /// The texts of rows of a column of categories; nil for a missing cell.
  func texts(at rowIDs: [Int]) -> [String?] {
    guard case .categories(let codes, let levels) = asCategories().values else { return [] }
    return rowIDs.map { codes[$0] < 0 ? nil : levels[Int(codes[$0])] }
  }
}

extension FittedPipeline {
  /// The name of the class that each row is decided for.
  func predictedNames(_ outputs: Matrix) -> [String?] {
    let width = outputs.columnCount
    return (0..<outputs.rowCount).map { row in
      classNames[PredictedClass.index(of: width) { outputs.storage[row * width + $0] }]
    }
  }
}
