import Schema
import Testing

@testable import Evaluation

/// Every metric against scikit-learn, and against the numbers published with the project's split
/// rule.
struct MetricReferenceTests {
  static let caseNames = [
    "binary with ties", "rare positive class", "four classes", "regression",
    "regression far from zero", "iris", "wine", "diabetes", "breast_cancer 30",
    "breast_cancer 10",
  ]

  @Test(arguments: caseNames)
  func agreesWithScikitLearn(name: String) throws {
    let reference = try #require(try Reference.shared.get().cases[name])
    let predictions = try reference.predictions
    let metrics = metricCatalog.entries.filter { $0.tasks.contains(predictions.task) }
    for metric in metrics {
      let expected = try #require(reference.metrics[metric.name], "\(metric.name) has no oracle")
      let found = metric.value(predictions)
      // Targets near a million leave eleven digits of an error near one.
      #expect(close(found, expected, 1e-9), "\(metric.name): \(String(describing: found))")
    }
    #expect(reference.metrics.count == metrics.count)
  }

  /// Confusion [[10, 2], [2, 6]] at one half, where the row at exactly 0.5 counts as positive.
  @Test(arguments: [
    ("accuracy", 0.8), ("balanced_accuracy", 0.7916666667), ("precision", 0.75),
    ("recall", 0.75), ("f1", 0.75), ("mcc", 0.5833333333), ("kappa", 0.5833333333),
    ("roc_auc", 0.9166666667), ("average_precision", 0.8918650794), ("log_loss", 0.3907633773),
    ("brier", 0.12376), ("multiclass_brier", 0.24752), ("specificity", 0.8333333333),
  ])
  func agreesOnTwentyRows(name: String, expected: Double) {
    let found = metricCatalog.entry(name).value(HandVector.first)
    // Published to ten decimals.
    #expect(close(found, expected, 1e-10))
  }

  @Test(arguments: [
    ("iris", "accuracy", 0.9333333333), ("iris", "log_loss", 0.15575603),
    ("iris", "macro_f1", 0.93265993), ("iris", "mcc", 0.90606067), ("iris", "kappa", 0.9),
    ("iris", "multiclass_brier", 0.07830391), ("iris", "roc_auc", 1),
    ("wine", "accuracy", 0.9714285714), ("wine", "log_loss", 0.06800607),
    ("wine", "macro_f1", 0.96963947), ("wine", "mcc", 0.95705391), ("wine", "kappa", 0.95580808),
    ("wine", "multiclass_brier", 0.03563373), ("wine", "roc_auc", 1),
    ("diabetes", "mse", 3279.157494), ("diabetes", "rmse", 57.263928),
    ("diabetes", "mae", 46.514607), ("diabetes", "median_absolute_error", 41.309641),
    ("diabetes", "r2", 0.44748569), ("diabetes", "max_error", 141.017566),
    ("breast_cancer 30", "accuracy", 0.98421053), ("breast_cancer 30", "roc_auc", 0.99284395),
    ("breast_cancer 30", "average_precision", 0.99444103),
    ("breast_cancer 30", "log_loss", 0.08620889), ("breast_cancer 30", "brier", 0.01972914),
    ("breast_cancer 30", "f1", 0.98701299), ("breast_cancer 30", "mcc", 0.96741792),
    ("breast_cancer 10", "accuracy", 0.93157895), ("breast_cancer 10", "roc_auc", 0.9822253),
    ("breast_cancer 10", "average_precision", 0.98682022),
    ("breast_cancer 10", "log_loss", 0.15357525), ("breast_cancer 10", "brier", 0.04354219),
  ])
  func reproducesPublishedValues(name: String, metric: String, expected: Double) throws {
    let found = metricCatalog.entry(metric).value(try Reference.predictions(name))
    // Published to eight decimals, and fitted by solvers that agree to a few 1e-7.
    #expect(close(found, expected, 1e-6))
  }

  @Test func confusionOfTheTwoModels() throws {
    let first = ConfusionMatrix(try Reference.predictions("breast_cancer 30"))
    let second = ConfusionMatrix(try Reference.predictions("breast_cancer 10"))
    #expect(first.counts == [[73, 3], [0, 114]])
    #expect(second.counts == [[68, 8], [5, 109]])
  }
}

@Suite struct MetricRangeTests {
  /// The ends by the formulas: a correlation, one minus a ratio of variances, two squares of one.
  @Test func aMetricStatesTheValuesItCanTake() {
    let ranges: [(String, ClosedRange<Double>)] = [
      ("accuracy", 0...1), ("roc_auc", 0...1), ("mcc", -1...1), ("kappa", -1...1),
      ("brier", 0...1), ("multiclass_brier", 0...2), ("log_loss", 0...(.infinity)),
      ("r2", -.infinity...1), ("explained_variance", -.infinity...1), ("rmse", 0...(.infinity)),
      ("bias", -.infinity...(.infinity)),
    ]
    for (name, range) in ranges { #expect(metricCatalog[name]?.range == range, "\(name)") }
  }
}
