import Datasets
import Evaluation
import Inference
import Learning
import Runs
import Schema

/// A trained model's predictions on dev and test, and the numbers made of them.
struct ScoredModel: Sendable {
  let parts: [PredictionsFile.Part]
  let estimator: Estimator
  let comparer: Comparer
  let evaluations: [EvaluationRecord]

  init(_ model: any FittedModel, on data: PreparedData, _ plan: ExperimentPlan) {
    let estimator = plan.estimator
    let pipeline = data.pipeline(model, plan)
    parts = data.evaluatedParts.map { part in
      let predictions = data.predictions(pipeline.outputs(for: data[part].inputs), on: part)
      return PredictionsFile.Part(
        name: part, rowNames: data.dataset.split[part].map(data.dataset.rowName),
        predictions: predictions)
    }
    self.estimator = estimator
    comparer = plan.comparer
    evaluations = parts.map { part in
      EvaluationRecord(
        part: part.name, rowCount: part.predictions.rowCount,
        effectiveRowCount: part.predictions.weights.map { _ in part.predictions.effectiveRowCount },
        metrics: part.predictions.metricRecords(estimator))
    }
  }

  /// The part results are stated on: test, or dev where there are no test rows.
  var judged: PredictionsFile.Part? { parts.last }

  /// The first metrics, for the event log.
  var sentence: String {
    guard let evaluation = evaluations.last else { return "no rows to evaluate on" }
    let numbers = evaluation.metrics.prefix(3).compactMap { metric in
      metric.estimate.value.map { "\(metric.name) \($0)" }
    }
    return "\(evaluation.part.rawValue): \(numbers.joined(separator: ", "))"
  }
}

extension Predictions {
  /// Every metric of the task with its interval, in the catalog's order.
  func metricRecords(_ estimator: Estimator) -> [MetricRecord] {
    let metrics = metricCatalog.entries.filter { $0.tasks.contains(task) }
    return zip(metrics, estimator.estimates(metrics, self)).map { metric, estimate in
      MetricRecord(
        name: metric.name, estimate: estimate, direction: metric.direction, unit: metric.unit)
    }
  }
}

extension ExperimentPlan {
  var estimator: Estimator {
    Estimator(
      level: evaluation.intervalLevel, resamples: evaluation.resampleCount, seed: training.seed)
  }

  var comparer: Comparer {
    Comparer(
      level: evaluation.intervalLevel, resamples: evaluation.resampleCount, seed: training.seed)
  }
}
