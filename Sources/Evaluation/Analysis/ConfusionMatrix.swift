import Schema

/// The number of rows by true and predicted class: weights do not enter, except that a row of
/// weight 0 is none.
public struct ConfusionMatrix: Sendable, Hashable {
  public let classNames: [String]
  /// Rows by true class, columns by predicted class.
  public let counts: [[Int]]

  public init(_ predictions: Predictions) {
    let predictions = predictions.weightedRows
    classNames = predictions.classNames
    let count = predictions.classCount
    var counts = [[Int]](repeating: [Int](repeating: 0, count: count), count: count)
    for (truth, predicted) in zip(predictions.trueClasses, predictions.predictedClasses) {
      counts[truth][predicted] += 1
    }
    self.counts = counts
  }

  public var classCount: Int { classNames.count }

  /// Rows of a class.
  public func support(_ truth: Int) -> Int { counts[truth].reduce(0, +) }

  /// Rows given to a class.
  public func predictedCount(_ predicted: Int) -> Int {
    counts.reduce(0) { $0 + $1[predicted] }
  }

  /// Rows of one class that were given to another one.
  public struct Confusion: Sendable, Hashable {
    public let truth: Int
    public let predicted: Int
    public let rowCount: Int
    /// Of the true class's rows.
    public let share: Double
  }

  /// The pairs of classes with the most errors, most first; pairs without errors are left out.
  public func mostConfused(_ count: Int) -> [Confusion] {
    var pairs: [Confusion] = []
    for truth in 0..<classCount {
      let support = support(truth)
      for predicted in 0..<classCount where predicted != truth && counts[truth][predicted] > 0 {
        let rowCount = counts[truth][predicted]
        pairs.append(
          Confusion(
            truth: truth, predicted: predicted, rowCount: rowCount,
            share: Double(rowCount) / Double(support)))
      }
    }
    // Equal counts: the greater share first, then the order of the classes.
    pairs.sort {
      ($1.rowCount, $1.share, $0.truth, $0.predicted)
        < ($0.rowCount, $0.share, $1.truth, $1.predicted)
    }
    return Array(pairs.prefix(count))
  }
}

extension Predictions {
  /// Rows by true class, columns by predicted class; empty for regression.
  public var confusionMatrix: [[Int]] {
    task.isClassification ? ConfusionMatrix(self).counts : []
  }
}
