import Foundation
import Learning
import LinearAlgebra
import Schema

extension Work {
  /// Logistic regression with C = 1: ½·‖w‖² + the sum of log losses, the intercept free.
  static let logisticRegression = Work(
    name: "logistic", summary: "[set=logitA-200000] [tolerance=1e-8] [solver=auto]"
  ) { arguments in
    let name = arguments.text("set", else: "logitA-200000")
    let folder = arguments.dataFolder()
    return try measureClassifier(
      kind: "logistic", inputs: .double(try folder.inputs(name)),
      classes: try folder.classes(name), classCount: 2, strength: 1,
      reference: try folder.reference(name), &arguments)
  }

  /// Softmax regression on 8×8 digits (C = 1, pixels of at most 1) or on 28×28 images (C = 0.01).
  static let softmaxRegression = Work(
    name: "softmax", summary: "[set=digits-1797|mnist-60000] [tolerance=1e-8] [solver=auto]"
  ) { arguments in
    let name = arguments.text("set", else: "digits-1797")
    let folder = arguments.dataFolder()
    let isDigits = name.hasPrefix("digits")
    let raw = try folder.inputs(name)
    return try measureClassifier(
      kind: "softmax", inputs: .double(raw.scaled(by: isDigits ? 1.0 / 16 : 1.0 / 255)),
      classes: try folder.classes(name), classCount: 10, strength: isDigits ? 1 : 0.01,
      reference: try folder.reference(name), &arguments)
  }

  private static func measureClassifier(
    kind: String, inputs: Inputs, classes: [Int], classCount: Int, strength: Double,
    reference: Double?, _ arguments: inout Arguments
  ) throws -> Measurement {
    let recipe = try Trainings.recipe(
      kind,
      [
        ("c", .number(strength)),
        ("solver", .string(arguments.text("solver", else: "auto"))),
        ("tolerance", .number(try arguments.number("tolerance", else: 1e-8))),
      ])
    let train = TrainingSet(inputs, classes: classes, classCount: classCount)
    let (seconds, outcome) = try timed {
      try recipe.fitted(
        to: train, dev: nil, plan: Trainings.solverPlan, context: TrainingContext())
    }
    let objective = try classifierObjective(
      outcome.model, inputs.matrix(as: Double.self), classes, strength: strength)
    var quality = ["objective": objective]
    if let reference { quality["relative_suboptimality"] = objective / reference - 1 }
    return Measurement(
      seconds: seconds, quality: quality,
      rate: ["iterations": Double(outcome.solve?.iterations ?? outcome.stepCount)],
      note: outcome.solve.map { "\($0.solver), \($0.reason)" })
  }
}

/// ½·‖w‖² + C·Σ cross entropy, from a model's parameters and independently of its training.
func classifierObjective(
  _ model: any FittedModel, _ inputs: Matrix, _ classes: [Int], strength: Double
) throws -> Double {
  let (weights, intercepts) = try model.linearParameters()
  let (d, unitCount) = (inputs.columnCount, intercepts.count)
  var scores = intercepts
  var loss = 0.0
  for i in 0..<inputs.rowCount {
    for k in 0..<unitCount {
      var score = intercepts[k]
      for j in 0..<d { score += weights[k * d + j] * inputs.storage[i * d + j] }
      scores[k] = score
    }
    if unitCount == 1 {
      let score = classes[i] == 1 ? -scores[0] : scores[0]
      loss += max(0, score) + log1p(exp(-abs(score)))
    } else {
      let largest = scores.reduce(-Double.infinity, max)
      let sum = scores.reduce(0) { $0 + exp($1 - largest) }
      loss += log(sum) + largest - scores[classes[i]]
    }
  }
  return 0.5 * weights.reduce(0) { $0 + $1 * $1 } + strength * loss
}
