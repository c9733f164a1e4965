import Datasets
public import Learning
import LinearAlgebra
import Schema

/// How much each column adds to a linear model's score of a row.
///
/// The contribution of a column is the sum over its inputs of weight times input, as the model takes
/// them: of a scaled number, what its distance from the training mean adds. The contributions and
/// the intercept add up to the score: the prediction of a regression, in the target's unit; the log
/// odds of the positive class; or the score of the class that is predicted.
public struct LinearContributions: Sendable {
  /// A column and what it adds.
  public struct Contribution: Sendable, Hashable, Codable {
    public let column: String
    public let value: Double
  }

  /// [units, inputs]
  private let weights: Matrix
  private let columns: [String]
  /// The position in `columns` of each input.
  private let columnOfInput: [Int]
  private let unit: Double

  /// nil for a model that is not linear.
  public init?(_ pipeline: FittedPipeline) {
    guard let weight = pipeline.model.linearWeights else { return nil }
    weights = weight
    unit = pipeline.schema.task.isClassification ? 1 : pipeline.preprocessing.targetDeviation
    var columns: [String] = []
    columnOfInput = pipeline.preprocessing.columnsOfInputs.map { name in
      if columns.last != name { columns.append(name) }
      return columns.count - 1
    }
    self.columns = columns
  }

  /// The greatest contributions to the score of a predicted class, the greatest first.
  ///
  /// - Parameter inputs: one row, [1, d]
  public func greatest(
    _ count: Int, for inputs: Inputs, row: Int, predicting predicted: Int
  ) -> [Contribution] {
    let unitIndex = weights.rowCount == 1 ? 0 : predicted
    var sums = [Double](repeating: 0, count: columns.count)
    for (input, column) in columnOfInput.enumerated() {
      sums[column] += weights[unitIndex, input] * inputs.value(row, input) * unit
    }
    return sums.enumerated()
      .filter { $0.element != 0 }
      .sorted { (abs($0.element), $1.offset) > (abs($1.element), $0.offset) }
      .prefix(count)
      .map { Contribution(column: columns[$0.offset], value: $0.element) }
  }
}

extension Inputs {
  fileprivate func value(_ row: Int, _ column: Int) -> Double {
    switch self {
    case .single(let matrix): Double(matrix[row, column])
    case .double(let matrix): matrix[row, column]
    }
  }
}
