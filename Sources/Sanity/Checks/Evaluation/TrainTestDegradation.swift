import Evaluation
import Findings
import Learning
import LinearAlgebra
import Text

extension Threshold {
  fileprivate static let keptShare = Threshold(
    "SE09", 0.5, "fraction of the gain on train that remains on other rows")
}

extension CheckEntry {
  static let trainTestDegradation = CheckEntry(
    code: "SE09", title: "generalization from train", stage: .evaluation, worst: .note,
    summary: "Most of what was gained on train is gained on the evaluated rows, too.",
    formula: "relative reduction in loss from the prior or mean predictor on the evaluated "
      + "rows, over that on up to 2,048 train rows, below the threshold",
    threshold: .keptShare,
    source: "deepchecks, TrainTestPerformance",
    knownFalseAlarms: "models that memorize and still predict well: it is only noted",
    cost: "one prediction of at most 2,048 train rows",
    body: .after { context in
      guard let predictions = context.predictions, predictions.rowCount >= 30,
        !context.isDiverged
      else { return .notApplicable("fewer than 30 rows that were not trained on") }
      let rows = context.sample
      let ofTrain = ConstantGain(
        outputs: context.outcome.model.outputs(for: rows.inputs), targets: rows.targets,
        weights: rows.weights, prior: ConstantPrediction(of: context.train))
      let ofOthers = context.gain(of: predictions)
      guard let ofTrain, let ofOthers else { return .notApplicable("the target does not vary") }
      let gained = 1 - ofTrain.loss / ofTrain.constantLoss
      let kept = 1 - ofOthers.loss / ofOthers.constantLoss
      guard gained > 0.01 else { return .notApplicable("nothing was learned: see ST03") }
      let text =
        "\(NumberFormat.percent(max(0, kept))) reduction in loss from a constant prediction, on train "
        + NumberFormat.percent(gained)
      guard kept / gained < context.limit(.keptShare) else {
        return .passed(text, value: kept / gained)
      }
      return Finding(
        verdict: .note, message: text, value: kept / gained,
        evidence: [.scores("shares", ["evaluated rows": kept, "train": gained])],
        causes: ["overfitting", "evaluated rows of another time or place"],
        remedy: "more rows, training.early_stopping, training.l2 or a smaller model")
    })
}
