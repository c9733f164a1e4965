import Learning

extension CheckEntry {
  static let lossDivergence = CheckEntry(
    code: "ST02", title: "a loss that does not run away", stage: .training, worst: .stop,
    summary: "The loss does not stay far above where it began; the monitor stops at once.",
    formula: "mean loss of three windows in a row (at least 20 steps and 256 rows each) above the "
      + "threshold times the larger of the first loss and the best constant's, and above 3 times "
      + "the best window's",
    threshold: Thresholds.divergence,
    source: "TheDeepChecker and AUTOTRAINER, there by fixed sizes of the loss",
    knownFalseAlarms: "none known: spikes end within a window", cost: "a few additions each step",
    body: .after { context in
      guard context.outcome.isTrainedBySteps else {
        return .notApplicable("solved, not trained by steps")
      }
      guard let course = context.course,
        course.stepCount > 0 || context.outcome.stepCount == 0
          || context.stopReason(of: "ST02") != nil
      else {
        return .notApplicable("no monitor watched the training")
      }
      let evidence = CheckResult.Evidence(
        "loss by window", "\(course.windowSize) steps each",
        numbers: course.windowLosses.evenly(200))
      guard let reason = context.stopReason(of: "ST02") else {
        var finding = Finding.passed("the loss does not run away")
        finding.evidence = [evidence]
        return finding
      }
      return Finding(
        verdict: .stop, message: reason, value: course.windowLosses.last, evidence: [evidence],
        causes: ["training.optimizer.learning_rate is too high"],
        remedy: "lower training.optimizer.learning_rate, or set training.clip_norm")
    })
}
