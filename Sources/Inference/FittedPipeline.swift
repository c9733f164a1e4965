public import Datasets
public import Learning
public import LinearAlgebra
public import Schema

/// What turns a row into a prediction: columns, preprocessing and model, in one value.
///
/// Evaluation, batch prediction and exports predict through it alone, so that a row gets the same
/// bits everywhere.
public struct FittedPipeline: Sendable {
  public let schema: TableSchema
  public let preprocessing: FittedPreprocessing
  public let model: any FittedModel
  /// The precision of the inputs.
  public let precision: Precision

  public init(
    schema: TableSchema, preprocessing: FittedPreprocessing, model: any FittedModel,
    precision: Precision
  ) {
    self.schema = schema
    self.preprocessing = preprocessing
    self.model = model
    self.precision = precision
  }

  /// The class names by index; none for regression.
  public var classNames: [String] { schema.classNames }

  /// Predictions for prepared inputs, in the target's own unit.
  ///
  /// **Shapes** inputs [n, d] → regression [n, 1], classification probabilities [n, classCount]
  public func outputs(for inputs: Inputs) -> Matrix {
    let outputs = model.outputs(for: inputs)
    return schema.task.isClassification ? outputs : preprocessing.unscaledOutputs(outputs)
  }

  /// What predicts the rows of one table.
  ///
  /// **Errors** `DatasetError` when a column is missing or of another kind than in training
  public func bound(to table: Table) throws -> BoundPipeline {
    try BoundPipeline(self, to: table)
  }
}

/// A pipeline bound to the columns of a table.
public struct BoundPipeline: Sendable {
  public let pipeline: FittedPipeline
  private let preprocessing: Bound

  private enum Bound: Sendable {
    case single(BoundPreprocessing<Float>)
    case double(BoundPreprocessing<Double>)
  }

  fileprivate init(_ pipeline: FittedPipeline, to table: Table) throws {
    self.pipeline = pipeline
    preprocessing =
      switch pipeline.precision {
      case .float: .single(try BoundPreprocessing(pipeline.preprocessing, to: table))
      case .double: .double(try BoundPreprocessing(pipeline.preprocessing, to: table))
      }
  }

  /// The inputs of rows.
  ///
  /// **Errors** `DatasetError` for a missing cell without imputation, and for an unknown category
  /// if that is an error
  public func inputs(of rowIDs: [Int]) throws -> Inputs {
    switch preprocessing {
    case .single(let bound): .single(try bound.inputs(of: rowIDs))
    case .double(let bound): .double(try bound.inputs(of: rowIDs))
    }
  }

  /// Predictions for rows, as `FittedPipeline.outputs(for:)` gives them.
  public func outputs(of rowIDs: [Int]) throws -> Matrix {
    pipeline.outputs(for: try inputs(of: rowIDs))
  }
}
