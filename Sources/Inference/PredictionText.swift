import Datasets
public import LinearAlgebra
import Schema
import Text

/// Predictions as lines of text, with the columns of `predictions.csv` that need no truth.
public struct PredictionText: Sendable {
  public enum Format: String, Sendable, CaseIterable {
    case csv, jsonl
  }

  /// Contributions that are written of each row.
  public static let contributionCount = 3

  private let format: Format
  private let isClassification: Bool
  private let hasContributions: Bool
  private let classNames: [String]
  /// The class names as fields of the format.
  private let classFields: [[UInt8]]

  public init(_ format: Format, for pipeline: FittedPipeline, withContributions: Bool) {
    self.format = format
    isClassification = pipeline.schema.task.isClassification
    hasContributions = withContributions
    classNames = pipeline.schema.classNames
    classFields = classNames.map { format == .csv ? CSV.field($0) : Array(JSON.quoted($0).utf8) }
  }

  /// The line above the rows; empty for JSON.
  public var header: [UInt8] {
    guard format == .csv else { return [] }
    var names = ["id", "prediction"] + classNames.map { "p_" + $0 }
    if hasContributions { names += (1...Self.contributionCount).map { "contribution_\($0)" } }
    return CSV.record(names)
  }

  /// The class that a row predicts; 0 for regression.
  public static func predictedClass(_ outputs: Matrix, row: Int) -> Int {
    PredictedClass.index(of: outputs.columnCount) { outputs[row, $0] }
  }

  /// Appends a row of the outputs.
  public func append(
    _ name: String, _ outputs: Matrix, row: Int,
    contributions: [LinearContributions.Contribution] = [], to bytes: inout [UInt8]
  ) {
    switch format {
    case .csv: appendFields(name, outputs, row, contributions, to: &bytes)
    case .jsonl: appendObject(name, outputs, row, contributions, to: &bytes)
    }
    bytes.append(CSV.newline)
  }

  private func appendFields(
    _ name: String, _ outputs: Matrix, _ row: Int,
    _ contributions: [LinearContributions.Contribution], to bytes: inout [UInt8]
  ) {
    bytes += CSV.field(name)
    bytes.append(CSV.comma)
    if isClassification {
      bytes += classFields[Self.predictedClass(outputs, row: row)]
      for k in 0..<outputs.columnCount {
        bytes.append(CSV.comma)
        bytes += outputs[row, k].description.utf8
      }
    } else {
      bytes += outputs[row, 0].description.utf8
    }
    guard hasContributions else { return }
    for position in 0..<Self.contributionCount {
      bytes.append(CSV.comma)
      guard position < contributions.count else { continue }
      let (column, value) = (contributions[position].column, contributions[position].value)
      bytes += CSV.field("\(column) \(value < 0 ? "" : "+")\(NumberFormat.number(value))")
    }
  }

  private func appendObject(
    _ name: String, _ outputs: Matrix, _ row: Int,
    _ contributions: [LinearContributions.Contribution], to bytes: inout [UInt8]
  ) {
    bytes += "{\"id\":\(JSON.quoted(name)),\"prediction\":".utf8
    if isClassification {
      bytes += classFields[Self.predictedClass(outputs, row: row)]
      bytes += ",\"probabilities\":{".utf8
      for k in 0..<outputs.columnCount {
        if k > 0 { bytes.append(CSV.comma) }
        bytes += classFields[k]
        bytes += ":\(outputs[row, k])".utf8
      }
      bytes.append(UInt8(ascii: "}"))
    } else {
      bytes += "\(outputs[row, 0])".utf8
    }
    if hasContributions {
      let items = contributions.map {
        "{\"column\":\(JSON.quoted($0.column)),\"value\":\($0.value)}"
      }
      bytes += ",\"contributions\":[\(items.joined(separator: ","))]".utf8
    }
    bytes.append(UInt8(ascii: "}"))
  }
}
