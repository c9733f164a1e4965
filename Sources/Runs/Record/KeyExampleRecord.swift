public import Evaluation
public import Schema

/// A row that the model must predict right, and what it predicted.
public struct KeyExampleRecord: Sendable, Hashable, Codable {
  /// The row's name, as in `predictions.csv`.
  public var row: String
  /// The part that the row belongs to; nil for a row of none.
  public var part: Part?
  /// The class that is expected, or the range of a number: "at least 3 and at most 4".
  public var expected: String
  public var prediction: String
  public var reason: String?
  public var isRight: Bool

  public init(
    row: String, part: Part?, expected: String, prediction: String, reason: String?, isRight: Bool
  ) {
    self.row = row
    self.part = part
    self.expected = expected
    self.prediction = prediction
    self.reason = reason
    self.isRight = isRight
  }
}

/// The groups of a division of the judged rows that are to be treated alike.
public struct ProtectedRecord: Sendable, Hashable, Codable {
  /// The columns that divide the rows: "sex & race".
  public var title: String
  public var comparison: GroupComparison

  public init(title: String, comparison: GroupComparison) {
    self.title = title
    self.comparison = comparison
  }
}
