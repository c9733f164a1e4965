import LinearAlgebra

/// How a metric is computed from the rows; its confidence interval and the test that compares two
/// systems follow from this.
enum MetricStructure: Sendable {
  /// The mean of a number per row, or the root of that mean.
  case rowMean(@Sendable (Predictions) -> [Double], transform: MeanTransform)
  /// The fraction of correct rows among those of one true class, or of all.
  case hitShare(trueClass: Int?)
  /// The fraction of correct rows among those predicted as one class.
  case precision(predictedClass: Int)
  /// A function of the confusion counts.
  case counts(CountFunction)
  /// One minus the mean of a loss per row over the variance of the targets; `columns` and `combine` give
  /// the same as a function of means.
  case explained(
    losses: @Sendable (Predictions) -> [Double],
    columns: @Sendable (Predictions) -> [[Double]], combine: @Sendable ([Double]) -> Double?)
  /// The area under the ROC curve, averaged over one-versus-rest problems.
  case ranking
  /// The area under the precision-recall curve of the positive class.
  case averagePrecision
  /// The median of a number per row.
  case median(@Sendable (Predictions) -> [Double])
  /// The maximum of a number per row.
  case greatest(@Sendable (Predictions) -> [Double])
  /// No known structure: recomputed on resampled rows.
  case opaque
}

/// A function of a mean.
enum MeanTransform: Sendable {
  case none, squareRoot

  func applied(to mean: Double) -> Double {
    switch self {
    case .none: mean
    case .squareRoot: max(0, mean).squareRoot()
    }
  }
}

extension MetricStructure {
  /// The metric's value on rows that can be evaluated; `opaque` has none of its own.
  func value(_ predictions: Predictions) -> Double? {
    switch self {
    case .rowMean(let values, let transform):
      return transform.applied(to: values(predictions).mean(weights: predictions.weights))
    case .hitShare(let trueClass):
      return Proportion(hitsIn: predictions, trueClass: trueClass)?.share
    case .precision(let predictedClass):
      return ClassCounts(predictions).precision(predictedClass)
    case .counts(let function):
      return function(ClassCounts(predictions))
    case .explained(_, let columns, let combine):
      return combine(columns(predictions).map { $0.mean(weights: predictions.weights) })
    case .ranking:
      return RankingStructure(predictions)?.area
    case .averagePrecision:
      return AveragePrecisionStatistic(predictions).valueOnAllRows
    case .median(let values):
      return MedianStatistic(values(predictions), weights: predictions.weights).valueOnAllRows
    case .greatest(let values):
      return values(predictions).max()
    case .opaque:
      return nil
    }
  }
}
