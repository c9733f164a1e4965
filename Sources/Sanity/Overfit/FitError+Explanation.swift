import Learning

extension FitError {
  /// The reason why the model cannot be fitted, as the end of a sentence.
  func explanation(_ context: GateContext) -> String {
    switch self {
    case .noRows: "there are no rows"
    case .tooFewRows(let needed, let found):
      "selecting the penalty needs \(needed) rows with weight (of each class), there are \(found)"
    case .noColumns: "there are no inputs"
    case .emptyClass(let index):
      "class \"\(context.className(index))\" has no train row with weight"
    case .lossDoesNotFit(let loss, let task): "the loss \"\(loss)\" does not fit a \(task) task"
    case .singular(let solver): "\(solver) has no unique solution"
    case .notFinite(let row, let column):
      "row \(row + 1)\(column.map { ", input \"\(context.inputNames[$0])\"" } ?? "") is not finite"
    case .badWeight(let row): "row \(row + 1) has a weight below 0, or none that is finite"
    case .outputDoesNotFit(let activation, let loss):
      "the output activation \"\(activation)\" does not fit the loss \"\(loss)\""
    case .smoothingDoesNotFit(let loss): "label_smoothing does not fit the loss \"\(loss)\""
    case .solverDoesNotFit(let solver, let reason):
      "the solver \"\(solver)\" does not fit: \(reason)"
    case .optimizerDoesNotFit(let optimizer, let reason):
      "the optimizer \"\(optimizer)\" does not fit: \(reason)"
    case .unknownLayer(let name, let layers):
      "\"\(name)\" in model.frozen is none of the layers \(layers.joined(separator: ", "))"
    case .nothingToTrain: "every layer is frozen"
    case .checkpointDoesNotFit: "the checkpoint belongs to another training"
    case .exclusiveSettings(let first, let second):
      "\"\(first)\" and \"\(second)\" exclude each other"
    }
  }
}
