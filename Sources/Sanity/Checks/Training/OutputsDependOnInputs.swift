import Findings
import Learning

extension Threshold {
  static let collapseSpread = Threshold.fixed(
    "ST12", 1e-4, "largest deviation between rows of a predicted probability")
}

extension CheckEntry {
  static let outputsDependOnInputs = CheckEntry(
    code: "ST12", title: "outputs depend on the inputs", stage: .training, worst: .stop,
    summary: "During training, outputs do not become the same for every row; the monitor stops "
      + "at once.",
    formula: "after a tenth of the steps, at least 200, on 64 train rows: variance of the "
      + "outputs below 1e-6 of the target's, or every probability within 1e-4 of the same",
    fixedLimits: [.collapseSpread],
    source: "Karpathy 2019, prediction dynamics; the share of one class alarms on rare classes",
    knownFalseAlarms: "none known: a weak signal still changes probabilities by more",
    cost: "forward passes of 64 rows at most twenty times, below 1 % of the steps",
    body: .after { context in
      guard context.outcome.isTrainedBySteps else {
        return .notApplicable("solved, not trained by steps")
      }
      guard let history = context.history,
        history.stepCount > 0 || context.outcome.stepCount == 0
          || context.stopReason(of: Threshold.collapseSpread.code) != nil
      else {
        return .notApplicable("no monitor watched the training")
      }
      guard let reason = context.stopReason(of: Threshold.collapseSpread.code) else {
        return .passed("outputs depend on the inputs")
      }
      return Finding(
        verdict: .stop, message: reason,
        evidence: [
          .curve(
            title: "loss by window", series: "\(history.windowSize) steps each",
            values: history.windowLosses.evenly(200))
        ],
        causes: [
          "units that died or saturated", "regularization that leaves nothing",
          "training.optimizer.learning_rate is too high",
        ],
        remedy: "look at training.l2, model.bias_initialization and the learning rate")
    })
}
