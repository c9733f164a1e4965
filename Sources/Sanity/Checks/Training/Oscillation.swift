import Findings
import Learning
import LinearAlgebra
import Text

extension Threshold {
  fileprivate static let oscillation = Threshold(
    "ST05", 0.1, "size of the oscillation over the whole decrease of the loss")
}

extension CheckEntry {
  static let oscillation = CheckEntry(
    code: "ST05", title: "no oscillation of the loss", stage: .training, worst: .warn,
    summary: "The train loss falls or stays; it does not oscillate from epoch to epoch.",
    formula: "over the later half of at least 16 epochs: correlation of each change of the "
      + "train loss with the next below −0.5, and root mean square of the changes above the "
      + "threshold times the whole decrease",
    threshold: .oscillation,
    source: "AUTOTRAINER, oscillating loss; there by a fixed share of epochs",
    knownFalseAlarms: "small batches oscillate about the optimum, by less: it never stops a run",
    cost: "none",
    body: .after { context in
      guard context.outcome.isTrainedBySteps else {
        return .notApplicable("solved, not trained by steps")
      }
      let losses = context.outcome.epochs.map(\.trainLoss)
      guard losses.count >= 16, losses.allSatisfy(\.isFinite) else {
        return .notApplicable("fewer than 16 epochs with a finite loss")
      }
      let late = losses.suffix(losses.count / 2)
      let changes = zip(late.dropFirst(), late).map { $0 - $1 }
      let mean = changes.mean
      let centred = changes.map { $0 - mean }
      let square = centred.sumOfSquares
      let lagged = zip(centred, centred.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 }
      let correlation = square > 0 ? lagged / square : 0
      let size = centred.rootMeanSquare
      let fall = (losses.first ?? 0) - (losses.min() ?? 0)
      let ratio = fall > 0 ? size / fall : size > 0 ? .infinity : 0
      guard correlation < -0.5, ratio > context.limit(.oscillation) else {
        return .passed("the loss does not oscillate", value: ratio.isFinite ? ratio : nil)
      }
      return Finding(
        verdict: .warning,
        message:
          "the train loss oscillates by \(NumberFormat.number(size)) from epoch to epoch; in all it "
          + "fell by \(NumberFormat.number(fall))",
        value: ratio, evidence: [context.lossCurve],
        causes: [
          "training.optimizer.learning_rate is too high", "training.batch_size is too small",
          "training.optimizer.momentum is too high",
        ],
        remedy: "lower training.optimizer.learning_rate, or decay it with training.schedule")
    })
}
