import Schema

/// Says how a candidate stands against a baseline; the test follows from what is known of the
/// baseline and from what the metric is made of.
///
/// | the metric | paired test | interval |
/// |---|---|---|
/// | accuracy, recall, specificity | McNemar exact | Tango |
/// | a mean over rows | BCa (below 20 rows Student's t) of row differences | the same |
/// | a function of the confusion counts | BCa by resampling the joint counts | the same |
/// | the area under the ROC curve | DeLong | DeLong |
/// | anything else | BCa by resampling rows | the same |
///
/// Of weighted rows McNemar's test and Tango's interval are read at effective numbers of rows
/// (`PairedHits`), a mean over rows has Student's t of the row differences (`RowMean`), DeLong's
/// variance is the linearized one (`RankingStructure`), and everything else is BCa by resampling
/// rows with their weights.
public struct Comparer: Sendable {
  /// The coverage of intervals; a p-value counts below one minus it.
  public let level: Double
  public let resamples: Int
  public let seed: UInt64
  /// Differences up to this much do not matter: what lies within is called equivalent.
  public let equivalenceMargin: Double?

  public init(
    level: Double = 0.95, resamples: Int = 2_000, seed: UInt64, equivalenceMargin: Double? = nil
  ) {
    // The estimator holds the arguments' rules.
    let estimator = Estimator(level: level, resamples: resamples, seed: seed)
    self.level = estimator.level
    self.resamples = estimator.resamples
    self.seed = estimator.seed
    self.equivalenceMargin = equivalenceMargin
  }

  /// Compares two systems on the same rows, matched by id in whatever order they stand.
  ///
  /// For a metric that is best near zero the difference is one of magnitudes.
  /// **Errors** other rows, tasks, classes or truths; a metric without a value for either.
  public func paired(
    _ metric: Metric, candidate: Predictions, baseline: Predictions
  ) throws(ComparisonError) -> Comparison {
    let pair = try PairedPredictions(candidate: candidate, baseline: baseline)
    let difference = try difference(metric, pair.candidate, pair.baseline)
    let inference = pairedInference(metric, pair, difference: difference)
    let judgement = judgement(metric)
    let verdict = judgement.verdict(interval: inference.interval, pValue: inference.pValue)
    return Comparison(
      metric: metric.name, difference: difference, low: inference.interval?.low,
      high: inference.interval?.high, level: level, pValue: inference.pValue,
      test: inference.method, evidence: .paired, verdict: verdict,
      smallestDetectable: judgement.smallestDetectable(standardError: inference.standardError),
      rowsNeeded: verdict == .inconclusive
        ? judgement.rowsNeeded(
          difference: difference, standardError: inference.standardError,
          rowCount: pair.candidate.rowCount)
        : nil)
  }

  func judgement(_ metric: Metric) -> Judgement {
    Judgement(level: level, direction: metric.direction, equivalenceMargin: equivalenceMargin)
  }

  var estimator: Estimator { Estimator(level: level, resamples: resamples, seed: seed) }

  /// The normal standard error that an interval stands for.
  func standardError(_ interval: Interval) -> Double {
    (interval.high - interval.low) / (2 * criticalValue(level: level))
  }

  private func difference(
    _ metric: Metric, _ candidate: Predictions, _ baseline: Predictions
  ) throws(ComparisonError) -> Double {
    guard let ours = metric.value(candidate) else {
      throw .undefined(metric: metric.name, system: "candidate", when: metric.undefinedWhen)
    }
    guard let theirs = metric.value(baseline) else {
      throw .undefined(metric: metric.name, system: "baseline", when: metric.undefinedWhen)
    }
    return metric.direction.difference(ours, theirs)
  }
}
