import Findings
import Learning
import Text

extension Threshold {
  fileprivate static let gap = Threshold(
    "ST11", 0.1, "relative increase of the dev loss from its best")
}

extension CheckEntry {
  static let generalizationGap = CheckEntry(
    code: "ST11", title: "dev loss without overfitting", stage: .training, worst: .warn,
    summary: "The dev loss does not rise for long while the train loss falls.",
    formula: "without early stopping: (last − best) / best of the dev loss above the threshold, "
      + "the best before three quarters of the epochs, and a train loss that fell since",
    threshold: .gap,
    source: "Prechelt 1998; SageMaker Debugger's ratio of 0.1 alarms on healthy runs",
    knownFalseAlarms: "log loss may rise while accuracy still improves: it never stops a run",
    cost: "none",
    body: .after { context in
      let epochs = context.outcome.epochs
      let losses = epochs.compactMap(\.devLoss)
      guard losses.count == epochs.count, losses.count >= 8, losses.allSatisfy(\.isFinite) else {
        return .notApplicable("fewer than 8 epochs with a dev loss")
      }
      if context.plan?.earlyStopping != nil {
        return .notApplicable("early stopping keeps the best epoch")
      }
      guard let best = losses.indices.min(by: { losses[$0] < losses[$1] }),
        let last = losses.last, losses[best] > 0
      else { return .notApplicable("the dev loss is 0") }
      let rise = last / losses[best] - 1
      let hasFallen = epochs[epochs.count - 1].trainLoss < epochs[best].trainLoss
      let isEarly = 4 * (best + 1) < 3 * losses.count
      guard rise > context.limit(.gap), isEarly, hasFallen else {
        return .passed("the dev loss does not rise", value: rise)
      }
      return Finding(
        verdict: .warning,
        message:
          "the dev loss was lowest (\(NumberFormat.number(losses[best]))) in epoch \(best + 1) and "
          + "rose to \(NumberFormat.number(last)) by epoch \(losses.count)",
        value: rise,
        evidence: [
          .curve(title: "loss by epoch", series: "dev", values: losses.evenly(200)),
          context.lossCurve,
        ],
        causes: ["overfitting: no early stopping, few rows, a large model"],
        remedy: "training.early_stopping, training.l2 or model.dropout")
    })
}
