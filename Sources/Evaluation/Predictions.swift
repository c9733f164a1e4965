public import LinearAlgebra
public import Schema

/// What a model (or a baseline) said about rows whose truth is known.
public struct Predictions: Sendable {
  public let task: PredictionTask
  /// The class names by index; empty for regression. With two classes, 1 is the positive one.
  public let classNames: [String]
  /// The row ids, [n].
  public let rowIDs: [Int]
  public let truth: Truth
  /// Regression: [n, 1] in the target's own unit. Classes: probabilities [n, classCount].
  public let outputs: Matrix

  public enum Truth: Sendable, Equatable {
    case values([Double])
    case classes([Int])
  }

  public init(
    task: PredictionTask, classNames: [String], rowIDs: [Int], truth: Truth, outputs: Matrix
  ) {
    self.task = task
    self.classNames = classNames
    self.rowIDs = rowIDs
    self.truth = truth
    self.outputs = outputs
  }

  public var rowCount: Int { rowIDs.count }
}
