import Learning
import Schema
import Specification

extension ExperimentPlan {
  var modelSettings: Settings { spec.settings.nested("model") }

  var hiddenWidths: [Int] { modelSettings.list("hidden").map(\.integer) }

  /// Whether a linear model is trained by steps because the spec asks for them, or for a loss that no
  /// solver knows.
  var asksForSteps: Bool {
    let solved: Set<LossKind> = [
      .auto, .meanSquaredError, .crossEntropy, .binaryCrossEntropy,
    ]
    let loss = LossKind(rawValue: training.settings.string("loss"))
    return recipe.solver == .sgd || !solved.contains(loss ?? .auto)
  }

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
