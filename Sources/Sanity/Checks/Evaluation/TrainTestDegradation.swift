import Evaluation
import Learning
import LinearAlgebra

extension CheckEntry {
  static let trainTestDegradation = CheckEntry(
    code: "SE09", title: "what is left of the fit on other rows", stage: .evaluation, worst: .note,
    summary: "Most of what was gained on train is gained on the judged rows, too.",
    formula: "share of the best constant's loss that goes away on the judged rows over that on up "
      + "to 2,048 train rows, below the threshold",
    threshold: Thresholds.keptShare,
    source: "deepchecks, TrainTestPerformance",
    knownFalseAlarms: "memorising models with a good result: it is only noted",
    cost: "one prediction of at most 2,048 train rows",
    body: .after { context in
      guard let predictions = context.predictions, predictions.rowCount >= 30,
        !context.isDiverged
      else { return .notApplicable("fewer than 30 rows that were not trained on") }
      let rows = context.sample
      let ofTrain = ConstantGain(
        outputs: context.outcome.model.outputs(for: rows.inputs), targets: rows.targets,
        prior: context.train.targets)
      let ofOthers = ConstantGain(
        outputs: predictions.outputs, targets: predictions.targets,
        prior: context.trainTruth.targets(classCount: predictions.outputs.columnCount))
      guard let ofTrain, let ofOthers else { return .notApplicable("the target does not vary") }
      let gained = 1 - ofTrain.loss / ofTrain.constantLoss
      let kept = 1 - ofOthers.loss / ofOthers.constantLoss
      guard gained > 0.01 else { return .notApplicable("nothing was learned: see ST03") }
      let text =
        "\(Wording.percent(max(0, kept))) of the constant's loss goes away, on train "
        + Wording.percent(gained)
      guard kept / gained < context.limit(Thresholds.keptShare) else {
        return .passed(text, value: kept / gained)
      }
      return Finding(
        verdict: .note, message: text, value: kept / gained,
        evidence: [.init("shares", "judged rows, train", numbers: [kept, gained])],
        causes: ["overfitting", "judged rows of another time or place"],
        remedy: "more rows, training.early_stopping, training.l2 or a smaller model")
    })
}
