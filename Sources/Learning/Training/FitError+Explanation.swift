extension FitError: CustomStringConvertible {
  /// With classes and inputs by their index, counted from 0.
  public var description: String { explanation(classNames: [], inputNames: []) }

  /// Why there is no model, as the end of a sentence.
  public func explanation(classNames: [String], inputNames: [String]) -> String {
    func named(_ names: [String], _ index: Int) -> String {
      names.indices.contains(index) ? "\"\(names[index])\"" : String(index)
    }
    return switch self {
    case .noRows: "there are no training rows"
    case .tooFewRows(let needed, let found):
      "choosing the penalty needs \(needed) rows with weight (of each class), there are \(found)"
    case .noColumns: "there are no inputs"
    case .emptyClass(let index):
      "class \(named(classNames, index)) has no training row with weight"
    case .oneClass:
      "every training row has the class \(named(classNames, 0)), and a classifier needs two classes"
    case .lossDoesNotFit(let loss, let task):
      "training.loss \"\(loss)\" does not fit a \(task) task"
    case .singular(let solver):
      "solver \"\(solver)\" has no unique solution; use solver auto, or a penalty"
    case .notFinite(let row, let column):
      "training row \(row + 1)\(column.map { ", input \(named(inputNames, $0))," } ?? "") is not finite"
    case .overflow:
      "the squares of inputs or targets exceed the largest number, 1.8e308; divide them by a power of ten"
    case .badWeight(let row):
      "the weight of training row \(row + 1) must be a finite number of at least 0"
    case .outputDoesNotFit(let activation, let loss):
      "model.output.activation \"\(activation)\" does not fit training.loss \"\(loss)\""
    case .smoothingDoesNotFit(let loss):
      "training.label_smoothing does not fit training.loss \"\(loss)\""
    case .solverDoesNotFit(let solver, let reason):
      "model.solver \"\(solver)\" cannot be used: \(reason)"
    case .optimizerDoesNotFit(let optimizer, _, let reason):
      "training.optimizer \"\(optimizer)\" cannot be used: \(reason)"
    case .unknownLayer(let name, _):
      "model.frozen must name layers of the network; got \"\(name)\""
    case .nothingToTrain(let layers):
      "model.frozen must leave a layer to train; got \(layers.joined(separator: ", "))"
    case .checkpointDoesNotFit:
      "the checkpoint is not one of this training; without it the training starts anew"
    }
  }
}
