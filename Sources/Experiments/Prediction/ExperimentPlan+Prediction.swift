import Learning
import Schema
import Specification

extension ExperimentPlan {
  var modelSettings: Settings { spec.settings.nested("model") }

  /// Whether the model chooses its own penalty among many.
  var choosesPenalty: Bool {
    ["l1", "l2"].contains { key in
      if case .string = modelSettings[key]?.literal { true } else { false }
    }
  }
}

extension TrainingPlan {
  /// Whether a network's training works in double: by its precision, or because a line search must.
  var worksInDouble: Bool { precision == .double || optimizer.method.stepRule == nil }

  func stepsPerEpoch(of rowCount: Int) -> Int {
    let rowsPerStep = rowsPerStep(of: rowCount)
    return max(1, (rowCount + rowsPerStep - 1) / rowsPerStep)
  }

  /// Steps of the whole budget.
  func stepCount(of rowCount: Int) -> Int {
    switch budget {
    case .steps(let count): count
    case .epochs(let count): count * stepsPerEpoch(of: rowCount)
    }
  }

  /// Epochs of the whole budget, a begun one counted whole.
  func epochCount(of rowCount: Int) -> Int {
    switch budget {
    case .epochs(let count): count
    case .steps(let count):
      (count + stepsPerEpoch(of: rowCount) - 1) / stepsPerEpoch(of: rowCount)
    }
  }
}
