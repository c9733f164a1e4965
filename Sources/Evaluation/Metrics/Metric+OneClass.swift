public import Schema

extension Metric {
  /// The metric on rows that all have one target; nil where it needs rows of several.
  ///
  /// `trueClass` is the index of their class, nil for a number. The recall of rows of one class is the
  /// fraction of them that are predicted correctly.
  public func ofOneTarget(_ trueClass: Int?, _ task: PredictionTask) -> Metric? {
    if task.isClassification, [Metric.recall, .macroRecall].contains(where: { $0.name == name }) {
      return .accuracy
    }
    switch structure(task) {
    case .rowMean, .hitShare(nil), .median, .greatest, .opaque: return self
    case .hitShare(let only?): return only == trueClass ? self : nil
    case .precision, .counts, .explained, .ranking, .averagePrecision: return nil
    }
  }
}
