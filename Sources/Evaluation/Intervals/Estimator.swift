import Foundation
import Schema

/// Gives metrics their intervals; the method follows from what a metric is made of.
///
/// | the metric | its interval |
/// |---|---|
/// | a share of rows (accuracy, recall, specificity, precision) | Wilson |
/// | F1, balanced accuracy and other functions of the confusion counts | `WeightedCounts.inference`: Wilson, MOVER, Fisher's z |
/// | a mean of losses, R² | bootstrap-t on the logarithm (`LossInference`) |
/// | a mean of numbers of both signs | BCa; below 20 rows Student's t |
/// | the area under the ROC curve | DeLong on the logit scale with Student's t (`RankingStructure`) |
/// | average precision | linearized on the logit scale with Student's t |
/// | a median | order statistics |
/// | the greatest of all rows | none: resampling cannot see beyond the greatest row |
/// | anything else | BCa by resampling rows |
///
/// Where no method covers the true value as often as it says, there is a reason instead of an interval
/// (`MissingInterval`). The coverage of all of them is measured by `scripts/simulations`.
///
/// Of weighted rows a share has Wilson's interval at its effective number of rows
/// (`HitSums.proportion`), a mean over rows Student's t with the linearized standard error
/// (`RowMean`), an area under the ROC curve the linearized variance (`RankingStructure`), and
/// R² and the median BCa by resampling rows with their weights.
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
    Estimate(
      value: nil, low: nil, high: nil, level: level, method: "none", missing: .undefinedMetric)
  }

  func estimate(_ value: Double, _ inference: Inference) -> Estimate {
    Estimate(
      value: value, low: inference.interval?.low, high: inference.interval?.high, level: level,
      method: inference.method, missing: inference.missing)
  }

  func inference(_ metric: Metric, _ predictions: Predictions, value: Double) -> Inference {
    switch metric.structure(predictions.task) {
    case .rowMean(let values, let transform):
      return rowMeanInference(values(predictions), transform, metric, predictions)
    case .explained(let losses, _, _):
      return explainedInference(losses(predictions), metric, predictions, value: value)
    case .hitShare, .precision:
      guard let proportion = proportion(metric, predictions) else {
        return .none(.undefinedMetric)
      }
      return Inference(
        interval: proportion.wilson(level: level), pValue: nil, standardError: nil,
        method: predictions.weights == nil ? "Wilson" : "Wilson of effective rows")
    case .counts(let function):
      if case .agreement = function.form, let missing = predictions.smallClass {
        return .none(missing)
      }
      return WeightedCounts(predictions).inference(function, value: value, level: level)
    case .ranking:
      guard let ranking = RankingStructure(predictions) else { return .none(.undefinedMetric) }
      return predictions.smallClass.map { .none($0) } ?? ranking.inference(level: level)
    case .averagePrecision:
      return predictions.smallClass.map { .none($0) }
        ?? AveragePrecisionStatistic(predictions).inference(level: level)
    case .median(let values) where predictions.weights == nil:
      let median = MedianStatistic(values(predictions), weights: nil)
      guard let interval = median.orderInterval(level: level) else {
        return .none(.fewRows(predictions.rowCount))
      }
      guard interval.low < interval.high else { return .none(.noSpread) }
      return Inference(
        interval: interval, pValue: nil, standardError: nil, method: "order statistics")
    case .greatest:
      return .none(.greatestRow)
    case .median, .opaque:
      return bootstrap(metric, predictions, value: value)
    }
  }

  private func rowMeanInference(
    _ values: [Double], _ transform: MeanTransform, _ metric: Metric, _ predictions: Predictions
  ) -> Inference {
    let mean = RowMean(values, weights: predictions.weights)
    let resampling = Resampling(count: resamples, seed: seed)
    guard !values.contains(where: { $0 < 0 }) else {
      return mean.inference(level: level, resampling: resampling)
    }
    let inference = mean.lossInference(level: level, resampling: resampling)
    if let missing = inference.missing ?? missing(values, metric, predictions) {
      return .none(missing)
    }
    return Inference(
      // A mean of numbers that cannot be negative is not negative either.
      interval: inference.interval?.mapped { transform.applied(to: max(0, $0)) },
      pValue: inference.pValue, standardError: inference.standardError,
      method: inference.method, missing: inference.missing)
  }

  private func explainedInference(
    _ losses: [Double], _ metric: Metric, _ predictions: Predictions, value: Double
  ) -> Inference {
    let inference = LossInference(
      statistic: LossRatio(
        losses: losses, targets: predictions.trueValues, weights: predictions.weights),
      level: level, resampling: Resampling(count: resamples, seed: seed))
    if let missing = inference.missing ?? missing(losses, metric, predictions) {
      return .none(missing)
    }
    if predictions.weights != nil { return bootstrap(metric, predictions, value: value) }
    guard let interval = inference.logInterval() else {
      return .none(.dominantRow(share: inference.greatestShare))
    }
    return Inference(
      interval: Interval(low: 1 - exp(interval.high), high: 1 - exp(interval.low)), pValue: nil,
      standardError: nil, method: "bootstrap-t, log scale")
  }

  /// Why losses of this kind have no interval: rare classes make up most of a loss of two classes, and
  /// squares of heavy-tailed errors have no usable mean.
  private func missing(
    _ losses: [Double], _ metric: Metric, _ predictions: Predictions
  ) -> MissingInterval? {
    if predictions.task == .binary { return predictions.smallClass }
    guard predictions.task == .regression, metric.hasSquaredErrors,
      losses.count >= RowMean.fewRows
    else { return nil }
    return losses.heavyTails
  }

  private func bootstrap(
    _ metric: Metric, _ predictions: Predictions, value: Double
  ) -> Inference {
    guard let statistic = metric.rowStatistic(predictions), statistic.rowCount > 2 else {
      return .none(.fewRows(predictions.rowCount))
    }
    let distribution = statistic.bootstrap(
      observed: value, resampling: Resampling(count: resamples, seed: seed))
    let total = distribution.replicates.count + distribution.undefinedCount
    if 10 * distribution.undefinedCount > total || distribution.replicates.count < 2 {
      return .none(.undefinedResamples(count: distribution.undefinedCount, of: total))
    }
    if distribution.isDegenerate { return .none(.noSpread) }
    return distribution.inference(
      level: level, method: predictions.weights == nil ? "BCa of rows" : "BCa of weighted rows")
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
    case .explained(_, let columns, let combine):
      return MomentStatistic(
        columns: columns(predictions), rowWeights: predictions.weights, combine: combine)
    case .averagePrecision:
      return AveragePrecisionStatistic(predictions)
    case .median(let values):
      return MedianStatistic(values(predictions), weights: predictions.weights)
    case .opaque:
      return OpaqueStatistic(metric: self, predictions: predictions)
    case .counts(let function):
      return ClassCountsStatistic(predictions, function.value)
    case .precision(let predictedClass):
      return ClassCountsStatistic(predictions) { $0.precision(predictedClass) }
    case .hitShare, .ranking, .greatest:
      return nil
    }
  }
}

extension Metric {
  /// Whether its losses are squares of unbounded errors, whose tails are twice as heavy as the errors'.
  var hasSquaredErrors: Bool {
    switch structure(.regression) {
    case .explained: true
    default: unit == .squaredTarget || name == "rmse"
    }
  }
}

extension Predictions {
  /// With fewer rows of a class the numbers that compare classes have no interval that covers.
  private static let fewRowsOfClass = 5

  /// The first of the classes with few rows; nil where all have enough.
  ///
  /// Of several classes one row each is enough: each has a small part in the mean over classes.
  fileprivate var smallClass: MissingInterval? {
    var counts = [Int](repeating: 0, count: classCount)
    for k in trueClasses { counts[k] += 1 }
    let needed = task == .binary ? Self.fewRowsOfClass : 2
    // The positive class is the one to name where both are small.
    guard let k = counts.indices.reversed().first(where: { counts[$0] < needed }) else {
      return nil
    }
    return .fewRowsOfClass(name: classNames[k], count: counts[k])
  }
}
