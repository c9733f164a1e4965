import Findings
import Learning
import LinearAlgebra
import Text

extension Threshold {
  fileprivate static let metricCorrelation = Threshold(
    "ST14", 0.5, "absolute correlation of the wrong sign")
}

extension CheckEntry {
  static let lossAgainstMetric = CheckEntry(
    code: "ST14", title: "metric improves with the loss", stage: .training, worst: .warn,
    summary: "While the dev loss falls, the dev metric improves.",
    formula: "correlation of dev loss and dev metric over at least 8 epochs, with the wrong "
      + "sign for the metric's direction and an absolute value above the threshold",
    threshold: .metricCorrelation,
    source: "TheDeepChecker, loss and accuracy at odds",
    knownFalseAlarms: "an overconfident classifier gets worse in loss and better in accuracy: "
      + "it never stops a run",
    cost: "none",
    body: .after { context in
      guard let metric = context.plan?.earlyStopping?.metric else {
        return .notApplicable("no dev metric was watched")
      }
      let pairs = context.outcome.epochs.compactMap { epoch in
        epoch.devLoss.flatMap { loss in epoch.devMetric.map { (loss, $0) } }
      }.filter { $0.0.isFinite && $0.1.isFinite }
      guard pairs.count >= 8 else { return .notApplicable("fewer than 8 epochs with both") }
      guard let r = correlation(pairs.map(\.0), pairs.map(\.1)) else {
        return .notApplicable("loss or metric does not vary")
      }
      let agreement = metric.isHigherBetter ? -r : r
      guard agreement < -context.limit(.metricCorrelation) else {
        return .passed(
          "dev \(metric.name) follows the dev loss (correlation \(NumberFormat.number(r)))",
          value: r)
      }
      return Finding(
        verdict: .warning,
        message: "dev \(metric.name) gets worse while the dev loss falls: correlation "
          + NumberFormat.number(r),
        value: r,
        evidence: [
          .curve(title: "loss by epoch", series: "dev", values: pairs.map(\.0).evenly(200)),
          .curve(title: "metric by epoch", series: metric.name, values: pairs.map(\.1).evenly(200)),
        ],
        causes: ["a loss or metric that is not the intended one", "overconfident probabilities"],
        remedy: "compare the two on a few rows by hand")
    })
}

/// Pearson's correlation; nil when one does not vary.
func correlation(_ a: [Double], _ b: [Double]) -> Double? {
  let (meanA, meanB) = (a.mean, b.mean)
  var (ab, aa, bb) = (0.0, 0.0, 0.0)
  for (x, y) in zip(a, b) {
    ab += (x - meanA) * (y - meanB)
    aa += (x - meanA) * (x - meanA)
    bb += (y - meanB) * (y - meanB)
  }
  return aa > 0 && bb > 0 ? ab / (aa * bb).squareRoot() : nil
}
