import Datasets
public import Evaluation
import Inference
import LinearAlgebra
import Schema

/// A metric of labelled new rows beside its value on held-out rows when the model was trained.
public struct PerformanceChange: Sendable, Hashable, Encodable {
  public let metric: String
  public let title: String
  public let reference: Estimate
  public let current: Estimate
  /// New minus held-out; nil where an interval is missing.
  public let difference: IndependentDifference?
  /// Corrected for all columns, the predictions and all metrics.
  public internal(set) var correctedP: Double?
  public internal(set) var isWorse = false
  public internal(set) var isBetter = false
}

/// The metrics by which new rows are judged: the share that is right and the loss.
struct JudgedMetrics {
  let metrics: [Metric]
  private let estimator = Estimator(seed: 1)

  init(_ pipeline: FittedPipeline) {
    let names = pipeline.schema.task.isClassification ? ["accuracy", "log_loss"] : ["mae", "rmse"]
    metrics = names.map { metricCatalog.entry($0) }
  }

  func performance(_ predictions: Predictions) -> [ReferenceProfile.Performance] {
    zip(metrics, estimator.estimates(metrics, predictions)).map {
      ReferenceProfile.Performance(metric: $0.name, estimate: $1)
    }
  }

  /// The changes of the metrics from the reference's values, before any correction.
  func changes(
    of predictions: Predictions, from reference: [ReferenceProfile.Performance]
  ) -> [PerformanceChange] {
    let before = Dictionary(
      reference.map { ($0.metric, $0.estimate) }, uniquingKeysWith: { first, _ in first })
    return zip(metrics, estimator.estimates(metrics, predictions)).compactMap { metric, current in
      before[metric.name].map {
        PerformanceChange(
          metric: metric.name, title: metric.title, reference: $0, current: current,
          difference: IndependentDifference(of: current, minus: $0))
      }
    }
  }
}

extension PerformanceChange {
  /// Takes the corrected p-value and says what follows from it.
  mutating func judge(by p: Double, _ level: Double) {
    let rises = (difference?.value ?? 0) > 0
    let isGain = rises == (metricCatalog.entry(metric).direction == .higherIsBetter)
    correctedP = p
    isWorse = p < level && !isGain
    isBetter = p < level && isGain
  }
}
