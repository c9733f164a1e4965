import Datasets
import Learning
import Schema

/// A model that cannot be fitted to these data at all, in the user's words.
public struct FitFailure: Error, Sendable, CustomStringConvertible {
  public let description: String

  init(_ error: FitError, plan: ExperimentPlan, data: PreparedData) {
    let kind = plan.recipe.kind
    description =
      switch error {
      case .noRows: "\(kind) cannot be fitted: there are no training rows"
      case .tooFewRows(let needed, let found):
        "\(kind) cannot choose its penalty: that needs \(needed) training rows with weight (of each class), "
          + "there are \(found)"
      case .noColumns: "\(kind) cannot be fitted: there are no inputs"
      case .emptyClass(let index):
        "\(kind) cannot be fitted: no training row with weight has the class \"\(data.className(index))\""
      case .lossDoesNotFit(let loss, let task):
        "training.loss \"\(loss)\" does not fit a \(task) task with model \(kind)"
      case .singular(let solver):
        "\(kind) has no unique solution with solver \"\(solver)\"; use solver auto, or a penalty"
      case .badWeight(let row):
        "the weight of training row \(row) must be a finite number of at least 0"
      case .outputDoesNotFit(let activation, let loss):
        "model.output.activation \"\(activation)\" does not fit training.loss \"\(loss)\""
      case .smoothingDoesNotFit(let loss):
        "training.label_smoothing does not fit training.loss \"\(loss)\""
      case .solverDoesNotFit(let solver, let reason):
        "model.solver \"\(solver)\" cannot be used: \(reason)"
      case .optimizerDoesNotFit(let optimizer, let reason):
        "training.optimizer \"\(optimizer)\" cannot be used: \(reason)"
      case .unknownLayer(let name, let layers):
        "model.frozen must name layers of the network, \(layers.joined(separator: ", ")); "
          + "got \"\(name)\""
      case .nothingToTrain:
        "\(kind) cannot be trained: model.frozen names every layer"
      case .checkpointDoesNotFit:
        "the run's checkpoint is not one of this training; without it the training starts from the "
          + "beginning"
      case .exclusiveSettings(let first, let second):
        "model.\(first) and model.\(second) must not both be set"
      case .notFinite(let row, let column):
        "\(kind) cannot be fitted: a value of training row \(row) is not finite"
          + (column.map { " (input \(data.preprocessing.inputNames[$0]))" } ?? "")
      }
  }
}

extension PreparedData {
  func className(_ index: Int) -> String {
    classNames.indices.contains(index) ? classNames[index] : String(index)
  }
}
