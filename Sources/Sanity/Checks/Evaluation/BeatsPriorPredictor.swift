import Evaluation
import Findings
import Learning
import LinearAlgebra
import Text

extension Threshold {
  fileprivate static let beatsPriorPredictor = Threshold(
    "SE01", 2, "standard errors by which the model must beat the prior or mean predictor")
}

extension CheckEntry {
  static let beatsPriorPredictor = CheckEntry(
    code: "SE01", title: "beats the prior or mean predictor", stage: .evaluation,
    worst: .warn,
    summary: "On rows it was not trained on, the model beats train's class frequencies or mean.",
    formula: "mean over rows of (loss of that predictor − loss of the model), in standard "
      + "errors; log loss for classes, squared error for numbers",
    threshold: .beatsPriorPredictor,
    source: "Google, testing and debugging course; ML Test Score, model 5",
    knownFalseAlarms: "few rows, or targets that no input predicts: it never stops a run",
    cost: "one pass over the predictions",
    body: .after { context in
      guard let predictions = context.predictions, predictions.rowCount >= 10 else {
        return .notApplicable("fewer than 10 rows that were not trained on")
      }
      let gain = context.gain(of: predictions)
      guard let gain else { return .notApplicable("the target does not vary") }
      let text =
        "loss \(NumberFormat.number(gain.loss)) on \(NumberFormat.count(predictions.rowCount, "row")), "
        + "of a constant prediction \(NumberFormat.number(gain.constantLoss))"
      guard gain.score < context.limit(.beatsPriorPredictor) else {
        return .passed(text, value: gain.score)
      }
      return Finding(
        verdict: .warning,
        message: "is not significantly better than a constant prediction: \(text)",
        value: gain.score,
        causes: [
          "too few rows to detect a difference", "overfitting",
          "inputs that do not predict the target",
        ],
        remedy: "compare train and dev loss, and look at the baselines")
    })
}

extension AfterContext {
  /// The gain of predictions over a constant prediction from the training rows, in the target's own
  /// unit; nil when the target does not vary.
  func gain(of predictions: Predictions) -> ConstantGain? {
    let trained = trainTruth.targets(classCount: predictions.outputs.columnCount)
    return ConstantGain(
      outputs: predictions.outputs, targets: predictions.targets,
      weights: lossWeights(of: predictions.targets, predictions.weights),
      prior: ConstantPrediction(trained, weights: lossWeights(of: trained, train.weights)))
  }
}

extension Predictions {
  /// The truth as targets.
  var targets: Targets { truth.targets(classCount: outputs.columnCount) }
}

extension Predictions.Truth {
  func targets(classCount: Int) -> Targets {
    switch self {
    case .values(let values): .values(values)
    case .classes(let classes): .classes(classes, classCount: classCount)
    }
  }
}
