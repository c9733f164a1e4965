import Datasets
public import Inference
import Learning
import Schema

/// A saved model whose arithmetic is written down for another program.
public struct ExportedModel: Sendable {
  public let bundle: PipelineBundle
  let layers: ModelLayers
  /// Where it comes from, for people: a run's id or a folder.
  let origin: String

  /// **Errors** `ExportError` for a model without layers, which no export can compute
  public init(_ bundle: PipelineBundle, from origin: String) throws(ExportError) {
    guard let layers = bundle.pipeline.model.layers else {
      throw ExportError.noLayers(kind: bundle.pipeline.model.kind)
    }
    self.bundle = bundle
    self.layers = layers
    self.origin = origin
  }

  var schema: TableSchema { bundle.pipeline.schema }
  var preprocessing: FittedPreprocessing { bundle.pipeline.preprocessing }
  /// Whether prepared inputs are in single precision, also where the layers are in double.
  var hasSingleInputs: Bool { bundle.pipeline.precision == .float }
  var isClassifier: Bool { schema.task.isClassification }

  /// The largest difference of the reference pass in a precision from a golden row's outputs.
  func goldenRowDifference<Scalar: BinaryFloatingPoint>(in type: Scalar.Type) -> Double {
    let pass = ReferencePass<Scalar>(model: self)
    return bundle.goldenRows.reduce(0) { worst, row in
      zip(pass.outputs(of: row), row.outputs).reduce(worst) { worst, pair in
        let difference = abs(pair.0 - pair.1) / max(1, abs(pair.1))
        // A golden row without a prediction has none in the export either.
        return pair.0.isNaN && pair.1.isNaN
          ? worst : max(worst, difference.isNaN ? .infinity : difference)
      }
    }
  }

  /// Checks that what is written down predicts the golden rows as the model does.
  func checkGoldenRows() throws(ExportError) {
    let tolerance = layers.isSingle ? 1e-4 : 1e-9
    guard goldenRowDifference(in: Double.self) <= tolerance else { throw .goldenRow }
  }

  /// The range of each column of numbers in training.
  var ranges: [String: InputRange] {
    Dictionary(bundle.ranges.map { ($0.column, $0) }) { first, _ in first }
  }
}
