import Evaluation
import Findings
import Learning
import Schema

extension CheckEntry {
  static let earlyStoppingSetup = CheckEntry(
    code: "SS12", title: "early stopping is set up correctly", stage: .static,
    evidenceKind: .contradiction,
    worst: .stop,
    summary: "Early stopping has dev rows, a patience of at least 1 and a metric with the right "
      + "direction.",
    formula: "no dev rows; or a patience below 1; or a metric that counts as better when higher "
      + "though lower values are better, or the other way round",
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
      let wrong: Direction = metric.isHigherBetter ? .lowerIsBetter : .higherIsBetter
      if metricCatalog[metric.name]?.direction == wrong {
        return stop(
          "early stopping treats \(metric.isHigherBetter ? "higher" : "lower") \(metric.name) as "
            + "better", cause: "the direction of the metric, not the spec",
          remedy: "report it with the spec")
      }
      return .passed("early stopping watches dev \(metric.name)")
    })
}
