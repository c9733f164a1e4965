import Findings
import Learning
import Text

extension CheckEntry {
  static let divergence = CheckEntry(
    code: "ST01", title: "no divergence", stage: .training, worst: .stop,
    summary: "Loss and parameters stayed finite to the end.",
    formula: "the training diverged, or its last epoch's loss is not finite or above 1,000 "
      + "times the first",
    source: "Keras, TerminateOnNaN; SageMaker Debugger, ExplodingTensor",
    knownFalseAlarms: "none known", cost: "none",
    body: .after { context in
      let losses = context.outcome.epochs.map(\.trainLoss)
      if case .diverged(let step, let loss, let tensor) = context.outcome.ending {
        let what =
          loss.isFinite
          ? "\"\(tensor ?? "a tensor")\" is not finite" : "the loss is \(NumberFormat.number(loss))"
        return Finding(
          verdict: .stop, message: "diverged: after \(NumberFormat.count(step, "step")) \(what)",
          value: loss,
          evidence: [
            .curve(title: "loss by epoch", series: "to the divergence", values: losses.evenly(200))
          ]
            + (tensor.map { [.text(title: "tensor", text: $0)] } ?? []),
          causes: ["training.optimizer.learning_rate is too high"],
          remedy: "lower training.optimizer.learning_rate, or set training.clip_norm")
      }
      if let first = losses.first, let last = losses.last,
        !last.isFinite || (first > 0 && last > 1_000 * first)
      {
        return Finding(
          verdict: .stop,
          message:
            "the train loss grew from \(NumberFormat.number(first)) to \(NumberFormat.number(last))",
          value: last,
          evidence: [.curve(title: "loss by epoch", series: nil, values: losses.evenly(200))],
          causes: ["training.optimizer.learning_rate is too high"],
          remedy: "lower training.optimizer.learning_rate")
      }
      return .passed("loss and parameters stayed finite")
    })
}
