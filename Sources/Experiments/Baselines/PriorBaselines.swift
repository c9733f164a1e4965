import Learning
import LinearAlgebra
import Schema

extension BaselineEntry {
  /// The commonest class, with the training shares as probabilities.
  static let majority = BaselineEntry(
    name: "majority",
    summary: "always the commonest class of the training rows, with their shares as probabilities",
    tasks: [.binary, .multiclass]
  ) { data, _ in
    let totals = data.train.classTotals
    let total = max(1, totals.reduce(0, +))
    return constant(totals.map { $0 / total }, source: "class shares of the training rows")
  }

  /// The mean of the training targets.
  static let mean = BaselineEntry(
    name: "mean", summary: "always the mean of the training targets", tasks: [.regression]
  ) { data, _ in
    guard case .values(let values) = data.train.targets, !values.isEmpty else {
      return constant([0], source: "no training rows")
    }
    return constant(
      [values.mean(weights: data.train.weights)], source: "mean of the training targets")
  }

  private static func constant(_ outputs: [Double], source: String) -> FittedBaseline {
    FittedBaseline(source: source) { rows in
      Matrix(
        rowCount: rows.rowCount, columnCount: outputs.count,
        storage: (0..<rows.rowCount).flatMap { _ in outputs })
    }
  }
}
