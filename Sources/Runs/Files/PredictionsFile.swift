public import Evaluation
import LinearAlgebra
public import Schema
import Text

/// `predictions.csv`: what the model said of every dev and test row.
///
/// Columns `part,id,truth,prediction`, `weight` where rows have weights, and for classes one
/// probability column `p_CLASS` each, in class order. Numbers are written so that reading them gives the same bits.
public enum PredictionsFile {
  public static let name = "predictions.csv"

  /// The predictions for one part of the data.
  public struct Part: Sendable {
    /// Dev or test.
    public let name: Schema.Part
    /// The names of the rows (`Dataset.rowName`), [n]: the column `id` of the file.
    public let rowNames: [String]
    public let predictions: Predictions

    public init(name: Schema.Part, rowNames: [String], predictions: Predictions) {
      guard rowNames.count == predictions.rowCount else {
        fatalError("row names: expected \(predictions.rowCount), found \(rowNames.count)")
      }
      self.name = name
      self.rowNames = rowNames
      self.predictions = predictions
    }
  }

  /// The file's bytes; all parts have the same task and classes.
  public static func bytes(of parts: [Part]) -> [UInt8] {
    let classNames = parts.first?.predictions.classNames ?? []
    var bytes: [UInt8] = []
    append("part,id,truth,prediction", to: &bytes)
    if parts.first?.predictions.weights != nil { append(",weight", to: &bytes) }
    for name in classNames {
      bytes.append(CSV.comma)
      appendField("p_" + name, to: &bytes)
    }
    bytes.append(CSV.newline)
    for part in parts {
      switch part.predictions.truth {
      case .values(let truth): append(part, values: truth, to: &bytes)
      case .classes(let truth):
        append(part, classes: truth, names: classNames.map(CSV.field), to: &bytes)
      }
    }
    return bytes
  }

  private static func append(_ part: Part, values truth: [Double], to bytes: inout [UInt8]) {
    let name = Array(part.name.rawValue.utf8)
    for position in 0..<part.rowNames.count {
      bytes += name
      bytes.append(CSV.comma)
      appendField(part.rowNames[position], to: &bytes)
      bytes.append(CSV.comma)
      append(truth[position].description, to: &bytes)
      bytes.append(CSV.comma)
      append(part.predictions.outputs.storage[position].description, to: &bytes)
      appendWeight(part, position, to: &bytes)
      bytes.append(CSV.newline)
    }
  }

  private static func append(
    _ part: Part, classes truth: [Int], names: [[UInt8]], to bytes: inout [UInt8]
  ) {
    let name = Array(part.name.rawValue.utf8)
    let outputs = part.predictions.outputs
    let count = outputs.columnCount
    for position in 0..<part.rowNames.count {
      let start = position * count
      let best = PredictedClass.index(of: count) { outputs.storage[start + $0] }
      bytes += name
      bytes.append(CSV.comma)
      appendField(part.rowNames[position], to: &bytes)
      bytes.append(CSV.comma)
      bytes += names[truth[position]]
      bytes.append(CSV.comma)
      bytes += names[best]
      appendWeight(part, position, to: &bytes)
      for k in 0..<count {
        bytes.append(CSV.comma)
        append(outputs.storage[start + k].description, to: &bytes)
      }
      bytes.append(CSV.newline)
    }
  }

  private static func appendWeight(_ part: Part, _ position: Int, to bytes: inout [UInt8]) {
    guard let weights = part.predictions.weights else { return }
    bytes.append(CSV.comma)
    append(weights[position].description, to: &bytes)
  }

  private static func append(_ text: String, to bytes: inout [UInt8]) {
    bytes.append(contentsOf: text.utf8)
  }

  private static func appendField(_ text: String, to bytes: inout [UInt8]) {
    bytes += CSV.field(text)
  }
}
