import Evaluation
import Runs
import Schema

/// A metric's name as people write it: "ROC AUC" for `roc_auc`.
func metricTitle(_ name: String) -> String {
  metricCatalog[name]?.title ?? name.replacing("_", with: " ")
}

extension MetricRecord {
  /// The metric's name as people write it: "log loss".
  var title: String { metricTitle(name) }
}
