import Evaluation
import Runs
import Schema

/// A metric's name as people write it: "ROC AUC" for `roc_auc`, "latency p99" for
/// `latency_p99_us`.
func metricTitle(_ name: String) -> String {
  metricCatalog[name]?.title ?? ResourceMetric(rawValue: name)?.title
    ?? name.replacing("_", with: " ")
}

extension MetricRecord {
  /// The metric's name as people write it: "log loss".
  var title: String { metricTitle(name) }
}
