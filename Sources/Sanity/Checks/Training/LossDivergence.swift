import Findings
import Learning

extension Threshold {
  static let divergence = Threshold(
    "ST02", 2, "loss over the initial one, for three consecutive windows")
}

extension CheckEntry {
  public static let lossDivergence = CheckEntry(
    code: "ST02", title: "no explosion of the loss", stage: .training, worst: .stop,
    summary: "The loss does not stay far above its initial value; the monitor stops at once.",
    formula: "mean loss of three consecutive windows (at least 20 steps and 256 rows each) "
      + "above the threshold times the larger of the first loss and that of the prior or mean "
      + "predictor, and above 3 times the best window's",
    threshold: .divergence,
    source: "TheDeepChecker and AUTOTRAINER, there by fixed sizes of the loss",
    knownFalseAlarms: "none known: spikes end within a window", cost: "a few additions each step",
    body: .after { context in
      guard context.outcome.isTrainedBySteps else {
        return .notApplicable("solved, not trained by steps")
      }
      guard let history = context.history,
        history.stepCount > 0 || context.outcome.stepCount == 0
          || context.stopReason(of: Threshold.divergence.code) != nil
      else {
        return .notApplicable("no monitor watched the training")
      }
      let evidence = Evidence.curve(
        title: "loss by window", series: "\(history.windowSize) steps each",
        values: history.windowLosses.evenly(200))
      guard let reason = context.stopReason(of: Threshold.divergence.code) else {
        var finding = Finding.passed("the loss does not explode")
        finding.evidence = [evidence]
        return finding
      }
      return Finding(
        verdict: .stop, message: reason, value: history.windowLosses.last, evidence: [evidence],
        causes: ["training.optimizer.learning_rate is too high"],
        remedy: "lower training.optimizer.learning_rate, or set training.clip_norm")
    })
}
