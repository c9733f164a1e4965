import Datasets
import Evaluation
import Learning
import Runs
import Schema

/// A fitted baseline with what it says of the rows results are stated on.
struct ScoredBaseline: Sendable {
  let name: String
  let source: String
  let seconds: Double
  /// On the judged part; nil where no part has rows.
  let predictions: Predictions?
  let metrics: [MetricRecord]

  /// The baseline with its metrics, before there is a model to compare.
  func record(comparisons: [Comparison] = []) -> BaselineRecord {
    BaselineRecord(
      name: name, kind: .quick, source: source, rowCount: predictions?.rowCount,
      metrics: metrics, comparisons: comparisons, seconds: seconds)
  }
}

extension ScoredBaseline {
  /// Fits a baseline and measures its predictions on the judged part.
  init(
    _ entry: BaselineEntry, on data: PreparedData, _ plan: ExperimentPlan,
    _ context: BaselineContext
  ) throws {
    let start = ContinuousClock.now
    let fitted: FittedBaseline
    do {
      fitted = try entry.fit(data, context)
    } catch let error as FitError {
      throw FitFailure(error, of: "the baseline \(entry.name)", to: data)
    }
    let predictions = data.judgedPart.map {
      data.predictions(data.unscaled(fitted.outputs(data[$0])), on: $0)
    }
    self.init(
      name: entry.name, source: fitted.source,
      seconds: (ContinuousClock.now - start).seconds, predictions: predictions,
      metrics: predictions?.metricRecords(plan.estimator) ?? [])
  }
}

extension ExperimentPlan {
  /// The baselines to fit, each once: the standing ones first.
  func quickBaselines(for task: PredictionTask) -> [BaselineEntry] {
    var names = task.standingBaselines(for: recipe)
    for case .quick(let name) in baselines where !names.contains(name) { names.append(name) }
    return names.compactMap { baselineCatalog[$0] }.filter { $0.tasks.contains(task) }
  }

  /// The numbers that people have published or measured.
  var publishedBaselines: [BaselineRequest.Published] {
    baselines.compactMap { if case .published(let published) = $0 { published } else { nil } }
  }
}

extension ScoredModel {
  /// The model against each quick baseline, paired on the same rows.
  func compare(with baselines: [ScoredBaseline]) -> [BaselineRecord] {
    baselines.concurrentMap { baseline in
      baseline.record(comparisons: baseline.predictions.map(paired) ?? [])
    }
  }

  /// The model against other predictions of the same rows.
  func paired(with other: Predictions) -> [Comparison] {
    guard let own = judged?.predictions else { return [] }
    let metrics = own.task.comparedMetrics
    return (try? comparer.paired(metrics, candidate: own, baseline: other)) ?? []
  }

  /// The model against published numbers.
  func compare(with published: [BaselineRequest.Published]) -> [BaselineRecord] {
    published.map { baseline in
      let metrics = baseline.metrics.compactMap { name, value, _ in
        metricCatalog[name].map { ($0, value) }
      }
      let comparisons = metrics.compactMap { metric, value in
        judged.flatMap {
          try? comparer.published(
            metric, candidate: $0.predictions, value: value, rows: baseline.rowCount)
        }
      }
      return BaselineRecord(
        name: baseline.kind.rawValue, kind: baseline.kind,
        source: baseline.source, rowCount: baseline.rowCount,
        metrics: metrics.map { metric, value in
          MetricRecord(
            name: metric.name, estimate: Estimate(measured: value), direction: metric.direction,
            unit: metric.unit)
        },
        comparisons: comparisons, seconds: nil)
    }
  }
}

extension PredictionTask {
  /// The metrics in which models are compared: one says how often a model is right, one how well
  /// it knows, one how well it ranks.
  var comparedMetrics: [Metric] {
    switch self {
    case .binary: [.accuracy, .logLoss, .rocAUC]
    case .multiclass: [.accuracy, .logLoss, .macroF1]
    case .regression: [.rmse, .mae, .r2]
    }
  }
}
