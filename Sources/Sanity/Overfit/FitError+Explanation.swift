import Learning

extension FitError {
  /// The end of a sentence: why there is no model.
  var explanation: String {
    switch self {
    case .noRows: "there are no rows"
    case .noColumns: "there are no inputs"
    case .emptyClass(let index): "class \(index) has no row"
    case .lossDoesNotFit(let loss, let task): "the loss \"\(loss)\" does not fit a \(task) task"
    case .singular(let solver): "\(solver) has no unique solution"
    case .notFinite(let row, let column):
      "row \(row)\(column.map { ", input \($0)" } ?? "") is not finite"
    }
  }
}
