import Evaluation
import LinearAlgebra
import Schema

extension Work {
  /// Accuracy and the area under the ROC curve of 100,000 rows, with their 95 % intervals.
  static let intervals = Work(
    name: "boot", summary: "[rows=100000] intervals of accuracy and ROC AUC"
  ) { arguments in
    let name = "boot-\(try arguments.integer("rows", else: 100_000))"
    let folder = arguments.dataFolder()
    let scores = try NumberArray(path: folder.file(name + "_X.npy")).values
    let classes = try folder.classes(name)
    let predictions = Predictions(
      task: .binary, classNames: ["0", "1"], rowIDs: Array(classes.indices),
      truth: .classes(classes),
      outputs: Matrix(
        rowCount: scores.count, columnCount: 2, storage: scores.flatMap { [1 - $0, $0] }))
    let estimator = Estimator(seed: 1)
    let (seconds, (accuracy, area)) = timed {
      (
        estimator.estimate(metricCatalog.entry("accuracy"), predictions),
        estimator.estimate(metricCatalog.entry("roc_auc"), predictions)
      )
    }
    var quality = [String: Double]()
    for (name, estimate) in [("accuracy", accuracy), ("roc_auc", area)] {
      guard let value = estimate.value, let low = estimate.low, let high = estimate.high else {
        throw BenchmarkError("\(name) must have an interval; got \(estimate.method)")
      }
      quality[name] = value
      quality[name + "_low"] = low
      quality[name + "_high"] = high
    }
    return Measurement(
      seconds: seconds, quality: quality, note: "\(accuracy.method); \(area.method)")
  }
}
