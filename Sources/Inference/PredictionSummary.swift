public import LinearAlgebra

/// What was predicted, counted while it is written.
public struct PredictionSummary: Sendable, Hashable, Codable {
  public private(set) var rowCount = 0
  /// How many rows were predicted as each class, in class order; none for regression.
  public private(set) var classes: [ClassCount]
  /// The least, the greatest and the mean prediction of a regression; nil for classes.
  public private(set) var values: Values?

  public struct ClassCount: Sendable, Hashable, Codable {
    public let name: String
    public var count = 0
  }

  public struct Values: Sendable, Hashable, Codable {
    public var least: Double
    public var greatest: Double
    public var mean: Double
  }

  public init(of pipeline: FittedPipeline) {
    classes = pipeline.classNames.map { ClassCount(name: $0) }
  }

  /// Counts the rows of the outputs.
  public mutating func add(_ outputs: Matrix) {
    for row in 0..<outputs.rowCount {
      rowCount += 1
      if classes.isEmpty {
        add(outputs[row, 0])
      } else {
        classes[PredictionText.predictedClass(outputs, row: row)].count += 1
      }
    }
  }

  private mutating func add(_ value: Double) {
    guard var values else {
      values = Values(least: value, greatest: value, mean: value)
      return
    }
    values.least = min(values.least, value)
    values.greatest = max(values.greatest, value)
    values.mean += (value - values.mean) / Double(rowCount)
    self.values = values
  }
}
