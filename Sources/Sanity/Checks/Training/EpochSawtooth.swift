import Findings
import Learning
import LinearAlgebra
import Text

extension Threshold {
  fileprivate static let sawtooth = Threshold(
    "ST15", 0.25, "relative jump of the loss at an epoch boundary")
}

extension CheckEntry {
  static let epochSawtooth = CheckEntry(
    code: "ST15", title: "no jump of the loss between epochs", stage: .training, worst: .warn,
    summary: "The loss does not jump at the start of each epoch.",
    formula: "over at least 4 epoch boundaries: (loss of an epoch's first tenth − loss of the "
      + "last tenth before it) / the mean of both, its mean above the threshold and each above "
      + "0",
    threshold: .sawtooth,
    source:
      "own; the DF mutation of DeepMutation: rows in an order that is forgotten and met again",
    knownFalseAlarms: "memorizing within an epoch causes small jumps: it never stops a run",
    cost: "two additions each step",
    body: .after { context in
      guard let history = context.history, let plan = context.plan else {
        return .notApplicable("no monitor watched the training")
      }
      guard history.epochStarts.count >= 5,
        context.train.rowCount >= 10 * plan.rowsPerStep(of: context.train.rowCount)
      else {
        return .notApplicable("fewer than 5 epochs, or than 10 batches in each")
      }
      let jumps = zip(history.epochStarts.dropFirst(), history.epochEnds).map { start, end in
        2 * (start - end) / max(start + end, .leastNormalMagnitude)
      }
      let mean = jumps.mean
      guard mean > context.limit(.sawtooth), jumps.allSatisfy({ $0 > 0 }) else {
        return .passed("the loss does not jump between epochs", value: mean)
      }
      return Finding(
        verdict: .warning,
        message: "the train loss jumps by \(NumberFormat.percent(mean)) at the start of an epoch"
          + (plan.isShuffled ? "" : ", and training does not shuffle"),
        value: mean,
        evidence: [
          .curve(
            title: "loss at epoch boundaries", series: "end of an epoch, start of the next",
            values: zip(history.epochEnds, history.epochStarts.dropFirst()).flatMap { [$0, $1] }
              .evenly(200))
        ],
        causes: [
          plan.isShuffled
            ? "memorizing within an epoch: training.batch_size is too small"
            : "training.shuffle: false on rows that are sorted"
        ],
        remedy: plan.isShuffled
          ? "lower training.optimizer.learning_rate" : "training.shuffle: true"
      )
    })
}
