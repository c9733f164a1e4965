import Evaluation
import Runs
import Text

/// The differences of the model from each baseline in one metric, with their intervals.
struct BaselineDifferences {
  let metric: MetricRecord
  let baselines: [BaselineRecord]

  /// The figure; nil where no baseline is compared in this metric.
  var html: HTML? {
    let rows = baselines.compactMap { baseline -> DifferencePlot.Row? in
      baseline.comparisons.first { $0.metric == metric.name }.map {
        DifferencePlot.Row(
          title: "vs \(HTML.name(baseline.name))", note: $0.evidence.explanation, comparison: $0)
      }
    }
    let verdicts = rows.map(\.comparison.verdict)
    return DifferencePlot(
      direction: metric.direction, rows: rows,
      claim: "In \(metric.title) the model is \(verdicts.tally) of "
        + "\(NumberFormat.count(rows.count, "baseline"))."
    ).html
  }
}
