/// Kind of prediction: a number, one of two classes, or one of several classes.
public enum PredictionTask: String, Sendable, Hashable, Codable, CaseIterable {
  case regression, binary, multiclass

  public var isClassification: Bool { self != .regression }
}
