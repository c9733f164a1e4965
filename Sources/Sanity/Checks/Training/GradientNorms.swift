import Findings
import Learning
import Text

extension Threshold {
  fileprivate static let clipShare = Threshold(
    "ST08", 0.5, "fraction of the steps that were clipped")
}

extension CheckEntry {
  static let gradientNorms = CheckEntry(
    code: "ST08", title: "gradients of stable size", stage: .training, worst: .warn,
    summary: "Gradient norms have no spikes, and most steps are not clipped.",
    formula: "fraction of the steps that were clipped above the threshold; or a sampled "
      + "gradient norm above 100 times their median; or gradients below 1e-4 of the first while "
      + "more than half of the first loss remains",
    threshold: .clipShare,
    source: "Google, Tuning Playbook: clip about every tenth step; more says to lower the rate",
    knownFalseAlarms: "clipping as normalization may be intended, and gradients of a solved "
      + "problem are small: it never stops a run",
    cost: "none: the norms are known",
    body: .after { context in
      guard let history = context.history, history.stepCount >= 20 else {
        return .notApplicable("no monitor watched 20 steps")
      }
      let norms = history.gradientNorms.filter(\.isFinite)
      let sorted = norms.sorted()
      guard let largest = sorted.last, !sorted.isEmpty else {
        return .notApplicable("no gradient is finite")
      }
      let median = sorted[sorted.count / 2]
      let share = Double(history.clippedCount) / Double(history.stepCount)
      let evidence = Evidence.curve(
        title: "gradient norm", series: "along the training", values: norms.evenly(200))
      func warning(_ message: String, _ value: Double, _ causes: [String]) -> Finding {
        Finding(
          verdict: .warning, message: message, value: value, evidence: [evidence], causes: causes,
          remedy: "lower training.optimizer.learning_rate")
      }
      if share > context.limit(.clipShare) {
        return warning(
          "\(NumberFormat.percent(share)) of the steps were clipped: this only lowers the learning rate",
          share, ["training.clip_norm is too small"])
      }
      let isUnfinished =
        (history.windowLosses.last ?? 0) > 0.5 * (history.firstLoss ?? .infinity)
      if median > 0, largest > 100 * median, isUnfinished {
        return warning(
          "a gradient was \(NumberFormat.number(largest / median)) times as large as the median one",
          share, ["outliers in inputs or targets", "training.optimizer.learning_rate is too high"])
      }
      if let first = norms.first, first > 0, isUnfinished, let last = norms.last,
        last < 1e-4 * first
      {
        return warning(
          "gradients fell to \(NumberFormat.number(last / first)) of the first one, while most of the "
            + "loss remains", share, ["units that died or saturated: see ST06 and ST07"])
      }
      var finding = Finding.passed(
        "\(NumberFormat.percent(share)) of the steps were clipped", value: share)
      finding.evidence = [evidence]
      return finding
    })
}
