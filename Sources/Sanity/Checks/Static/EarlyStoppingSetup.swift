import Findings
import Learning

extension CheckEntry {
  static let earlyStoppingSetup = CheckEntry(
    code: "SS12", title: "early stopping is set up correctly", stage: .static,
    evidenceKind: .contradiction,
    worst: .stop,
    summary: "Early stopping has dev rows, a patience of at least 1 and a metric with the right "
      + "direction.",
    formula: "no dev rows; or a patience below 1; or a loss or error that counts as better when "
      + "higher, or an accuracy that counts as better when lower",
    source: "the RCP mutation of DeepCrime; Keras, mode of EarlyStopping",
    knownFalseAlarms: "none known", cost: "none",
    body: .before { context in
      guard let stopping = context.plan.earlyStopping else {
        return .notApplicable("there is no early stopping")
      }
      let metric = stopping.metric
      func stop(_ message: String, cause: String, remedy: String) -> Finding {
        Finding(
          verdict: .stop, message: message, evidence: [.text(title: "metric", text: metric.name)],
          causes: [cause], remedy: remedy)
      }
      guard context.dev != nil else {
        return stop(
          "early stopping watches dev \(metric.name), but there are no dev rows",
          cause: "data.split.dev: 0", remedy: "set data.split.dev above 0")
      }
      guard stopping.patience >= 1 else {
        return stop(
          "early stopping has patience \(stopping.patience): it ends after the first epoch",
          cause: "training.early_stopping.patience", remedy: "a patience of 5 epochs or more")
      }
      let lower = metric.name.lowercased()
      let isError = ["loss", "error", "mse", "mae", "rmse", "brier"].contains { lower.contains($0) }
      let isGain = ["accuracy", "auc", "f1", "r2", "precision", "recall"]
        .contains { lower.contains($0) }
      if isError && metric.isHigherBetter || isGain && !metric.isHigherBetter {
        return stop(
          "early stopping treats \(metric.isHigherBetter ? "higher" : "lower") \(metric.name) as "
            + "better", cause: "the direction of the metric, not the spec",
          remedy: "report it with the spec")
      }
      return .passed("early stopping watches dev \(metric.name)")
    })
}
