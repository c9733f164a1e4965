import Findings
import Learning
import Text

extension Threshold {
  fileprivate static let stillFalling = Threshold(
    "ST16", 0.05, "decrease of the loss in the last tenth")
}

extension CheckEntry {
  static let bestEpoch = CheckEntry(
    code: "ST16", title: "suitable number of epochs", stage: .training, worst: .note,
    summary: "The best epoch is neither among the first nor the very last.",
    formula: "the epoch of the least dev loss (train loss without dev rows), of at least 10: in "
      + "the first tenth, or the last one while the loss still falls by more than the threshold "
      + "in the last tenth",
    threshold: .stillFalling,
    source: "Google, Tuning Playbook: where in the training the best step lies",
    knownFalseAlarms: "it is only noted", cost: "none",
    body: .after { context in
      guard context.outcome.isTrainedBySteps, !context.isDiverged else {
        return .notApplicable("not trained by steps, or diverged")
      }
      let epochs = context.outcome.epochs
      let dev = epochs.compactMap(\.devLoss)
      let losses = dev.count == epochs.count ? dev : epochs.map(\.trainLoss)
      guard losses.count >= 10, losses.allSatisfy(\.isFinite) else {
        return .notApplicable("fewer than 10 epochs")
      }
      let best = losses.indices.min { losses[$0] < losses[$1] } ?? 0
      let place = Double(best + 1) / Double(losses.count)
      let before = losses[losses.count - 1 - max(1, losses.count / 10)]
      let last = losses[losses.count - 1]
      let fall = before > 0 ? 1 - last / before : 0
      let curve = Evidence.curve(title: "loss by epoch", series: nil, values: losses.evenly(200))
      if 10 * (best + 1) <= losses.count {
        return Finding(
          verdict: .note,
          message: "the best of \(losses.count) epochs was epoch \(best + 1): most of the epochs "
            + "only made it worse",
          value: place, evidence: [curve], causes: ["training.epochs is too large"],
          remedy: "training.early_stopping, or a lower learning rate")
      }
      if best == losses.count - 1, fall > context.limit(.stillFalling) {
        return Finding(
          verdict: .note,
          message: "the last of \(losses.count) epochs is the best, and the loss still falls by "
            + "\(NumberFormat.percent(fall)) in the last tenth of them",
          value: place, evidence: [curve], causes: ["training.epochs is too small"],
          remedy: "train longer")
      }
      return .passed("the best of \(losses.count) epochs was epoch \(best + 1)", value: place)
    })
}
