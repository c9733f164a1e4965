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
  /// The weight of each row in every metric, [n]; nil for equal weights.
  ///
  /// A row of weight 2 counts as two rows, one of weight 0 as none.
  public let weights: [Double]?

  public enum Truth: Sendable, Equatable {
    case values([Double])
    case classes([Int])
  }

  public init(
    task: PredictionTask, classNames: [String], rowIDs: [Int], truth: Truth, outputs: Matrix,
    weights: [Double]? = nil
  ) {
    if let weights {
      guard weights.count == rowIDs.count, weights.allSatisfy({ $0 >= 0 && $0.isFinite }) else {
        fatalError(
          "weights: expected \(rowIDs.count) finite numbers of at least 0, found "
            + "\(weights.count) from \(weights.min() ?? 0) to \(weights.max() ?? 0)")
      }
    }
    self.task = task
    self.classNames = classNames
    self.rowIDs = rowIDs
    self.truth = truth
    self.outputs = outputs
    self.weights = weights
  }

  public var rowCount: Int { rowIDs.count }
}
