public import Datasets
import LinearAlgebra

/// The predictions of many rows as text, block by block.
public struct BatchPrediction: Sendable {
  private static let blockRowCount = 8_192

  private let rows: NewRows
  private let pipeline: FittedPipeline
  private let text: PredictionText
  private let contributions: LinearContributions?

  /// - Parameter contributions: What explains the rows; nil for predictions alone.
  public init(
    of rows: NewRows, by pipeline: FittedPipeline, as format: PredictionText.Format,
    explainedBy contributions: LinearContributions? = nil
  ) {
    self.rows = rows
    self.pipeline = pipeline
    self.contributions = contributions
    text = PredictionText(format, for: pipeline, withContributions: contributions != nil)
  }

  /// Gives the text to `append`, piece by piece.
  ///
  /// - Parameter beforeBlock: Called with the number of rows done; an error of it ends the work.
  /// - Returns: What was predicted.
  ///
  /// **Errors** `DatasetError` for cells that the preprocessing refuses, and those of the closures
  public func write(
    beforeBlock: (_ rowCount: Int) throws -> Void, append: ([UInt8]) throws -> Void
  ) throws -> PredictionSummary {
    var summary = PredictionSummary(of: pipeline)
    let bound = try pipeline.bound(to: rows.table)
    var bytes = text.header
    for start in stride(from: 0, to: rows.rowCount, by: Self.blockRowCount) {
      try beforeBlock(start)
      let block = start..<min(rows.rowCount, start + Self.blockRowCount)
      let inputs = try bound.inputs(of: Array(block))
      let outputs = pipeline.outputs(for: inputs)
      summary.add(outputs)
      for row in 0..<block.count {
        let greatest = contributions?.greatest(
          PredictionText.contributionCount, for: inputs, row: row,
          predicting: PredictionText.predictedClass(outputs, row: row))
        text.append(
          rows.name(ofRow: block.lowerBound + row), outputs, row: row,
          contributions: greatest ?? [], to: &bytes)
      }
      try append(bytes)
      bytes.removeAll(keepingCapacity: true)
    }
    if !bytes.isEmpty { try append(bytes) }
    return summary
  }
}
