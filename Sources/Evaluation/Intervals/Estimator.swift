/// Gives metrics their intervals; the method follows from what a metric is made of.
///
/// | the metric | its interval |
/// |---|---|
/// | a share of rows (accuracy, recall, specificity, precision) | Wilson |
/// | a mean over rows | BCa; below 20 rows Student's t |
/// | a function of the confusion counts | BCa by multinomial resampling of the counts |
/// | the area under the ROC curve | DeLong on the logit scale |
/// | a median | order statistics |
/// | the greatest of all rows | none: resampling cannot see beyond the greatest row |
/// | anything else | BCa by resampling rows |
///
/// Of weighted rows a share has Wilson's interval at its effective number of rows
/// (`HitSums.proportion`), a mean over rows Student's t with the linearized standard error
/// (`RowMean`), an area under the ROC curve the linearized variance (`RankingStructure`), and
/// everything else BCa by resampling rows with their weights.
public struct Estimator: Sendable {
  /// The coverage aimed at: 0.95.
  public let level: Double
  /// How many resamples are drawn where there is no closed form.
  public let resamples: Int
  public let seed: UInt64

  /// The same seed gives the same intervals, to the last bit.
  public init(level: Double = 0.95, resamples: Int = 2_000, seed: UInt64) {
    guard level > 0, level < 1 else { fatalError("a level must lie in (0, 1); got \(level)") }
    guard resamples > 1 else { fatalError("resampling needs two resamples; got \(resamples)") }
    self.level = level
    self.resamples = resamples
    self.seed = seed
  }

  /// The metric's value on these rows and the interval it is known to.
  public func estimate(_ metric: Metric, _ predictions: Predictions) -> Estimate {
    let predictions = predictions.weightedRows
    guard let value = metric.value(predictions) else { return undefinedEstimate }
    return estimate(value, inference(metric, predictions, value: value))
  }

  /// What is said of a metric that has no value on the rows at hand.
  var undefinedEstimate: Estimate {
    Estimate(value: nil, low: nil, high: nil, level: level, method: "none: undefined")
  }

  func estimate(_ value: Double, _ inference: Inference) -> Estimate {
    Estimate(
      value: value, low: inference.interval?.low, high: inference.interval?.high, level: level,
      method: inference.method)
  }

  func inference(_ metric: Metric, _ predictions: Predictions, value: Double) -> Inference {
    let resampling = Resampling(count: resamples, seed: seed)
    switch metric.structure(predictions.task) {
    case .rowMean(let values, let transform):
      let values = values(predictions)
      let inference = RowMean(values, weights: predictions.weights)
        .inference(level: level, resampling: resampling)
      // A mean of numbers that cannot be negative is not negative either.
      let least = values.contains { $0 < 0 } ? -Double.infinity : 0
      return Inference(
        interval: inference.interval?.mapped { transform.applied(to: max(least, $0)) },
        pValue: inference.pValue, standardError: inference.standardError,
        method: inference.method)
    case .hitShare, .precision:
      guard let proportion = proportion(metric, predictions) else {
        return .none(because: "no rows")
      }
      return Inference(
        interval: proportion.wilson(level: level), pValue: nil, standardError: nil,
        method: predictions.weights == nil ? "Wilson" : "Wilson of effective rows")
    case .counts(let function):
      guard predictions.weights == nil else {
        return countInference(function, predictions, value: value)
      }
      return ClassCounts(predictions).inferences(
        observed: [value], level: level, resampling: resampling, [function])[0]
    case .ranking:
      guard let ranking = RankingStructure(predictions) else {
        return .none(because: "a class has no rows")
      }
      return ranking.inference(level: level)
    case .median(let values) where predictions.weights == nil:
      let median = MedianStatistic(values(predictions), weights: nil)
      guard let interval = median.orderInterval(level: level) else {
        return .none(because: "too few rows")
      }
      return Inference(
        interval: interval, pValue: nil, standardError: nil, method: "order statistics")
    case .greatest:
      return .none(because: "resampling cannot see beyond the greatest row")
    case .moments, .averagePrecision, .median, .opaque:
      guard let statistic = metric.rowStatistic(predictions), statistic.rowCount > 2 else {
        return .none(because: "too few rows")
      }
      return statistic.bootstrap(observed: value, resampling: resampling)
        .inference(
          level: level,
          method: predictions.weights == nil ? "BCa of rows" : "BCa of weighted rows")
    }
  }

  private func countInference(
    _ function: @escaping (ClassCounts) -> Double?, _ predictions: Predictions, value: Double
  ) -> Inference {
    let distribution = ClassCountsStatistic(predictions, function)
      .bootstrap(observed: value, resampling: Resampling(count: resamples, seed: seed))
    if distribution.isDegenerate, distribution.undefinedCount == 0 {
      return ClassCounts(predictions).unseenErrorInference(
        observed: value, rowCount: predictions.effectiveRowCount, level: level, function)
    }
    return distribution.inference(level: level, method: "BCa of weighted rows")
  }

  /// The share behind a metric that is a share of rows; nil for any other.
  func proportion(_ metric: Metric, _ predictions: Predictions) -> Proportion? {
    switch metric.structure(predictions.task) {
    case .hitShare(let trueClass):
      return Proportion(hitsIn: predictions, trueClass: trueClass)
    case .precision(let predictedClass):
      return Proportion(hitsIn: predictions, predictedClass: predictedClass)
    default:
      return nil
    }
  }
}

extension Metric {
  /// The metric in the form that rows can be resampled in; nil where another form serves.
  func rowStatistic(_ predictions: Predictions) -> (any RowStatistic)? {
    switch structure(predictions.task) {
    case .rowMean(let values, let transform):
      return MomentStatistic(columns: [values(predictions)], rowWeights: predictions.weights) {
        transform.applied(to: $0[0])
      }
    case .moments(let columns, let combine):
      return MomentStatistic(
        columns: columns(predictions), rowWeights: predictions.weights, combine: combine)
    case .averagePrecision:
      return AveragePrecisionStatistic(predictions)
    case .median(let values):
      return MedianStatistic(values(predictions), weights: predictions.weights)
    case .opaque:
      return OpaqueStatistic(metric: self, predictions: predictions)
    case .counts(let function):
      return ClassCountsStatistic(predictions, function)
    case .precision(let predictedClass):
      return ClassCountsStatistic(predictions) { $0.precision(predictedClass) }
    case .hitShare, .ranking, .greatest:
      return nil
    }
  }
}
