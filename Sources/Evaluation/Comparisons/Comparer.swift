import Schema

/// Says how a candidate stands against a baseline; the test follows from what is known of the
/// baseline.
///
/// **On the same rows** the two systems' predictions are exchanged, row by row and at random: if the
/// systems are equally good, every such permutation is as likely as what was observed. The p-value is the
/// share of permutations whose difference is at least as large (Fisher 1935; scipy's `permutation_test`
/// with `permutation_type="samples"`). This holds for every metric, any number of rows, any
/// distribution of errors and any weights; where few rows differ, all permutations are enumerated.
///
/// | the metric | exchanged | interval |
/// |---|---|---|
/// | accuracy, recall, specificity | hits: McNemar's exact test (of weighted rows: signs) | Tango, its end towards zero by the test where they part |
/// | a mean over rows, or a function of means | signs of row differences | difference ± studentised critical value |
/// | a function of the confusion counts | the rows of each cell | the same |
/// | the area under the ROC curve, average precision | ranks of scores | the same |
/// | anything else | predictions | the same |
///
/// An interval leaves zero out exactly where its test rejects. Metrics that are compared together are
/// corrected together (Holm 1979): the verdict is that of the corrected p-value, and an interval is
/// as wide as the correction asks.
public struct Comparer: Sendable {
  /// The chance that a comparison of equal systems shows no difference in any of its metrics.
  public let level: Double
  /// Permutations are a sample of this size where there are more of them.
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

  /// Compares two systems in one metric on the same rows.
  ///
  /// **Errors** as for several metrics; a metric without a value for either.
  public func paired(
    _ metric: Metric, candidate: Predictions, baseline: Predictions
  ) throws(ComparisonError) -> Comparison {
    let pair = try PairedPredictions(candidate: candidate, baseline: baseline)
    return comparisons([try PairedDifference(metric, pair)], pair)[0]
  }

  /// Compares two systems on the same rows, matched by id in whatever order they stand, in several
  /// metrics, corrected for their number. Metrics without a value for either are left out.
  ///
  /// For a metric that is best near zero the difference is one of magnitudes.
  /// **Errors** other rows, tasks, classes or truths.
  public func paired(
    _ metrics: [Metric], candidate: Predictions, baseline: Predictions
  ) throws(ComparisonError) -> [Comparison] {
    let pair = try PairedPredictions(candidate: candidate, baseline: baseline)
    return comparisons(metrics.compactMap { try? PairedDifference($0, pair) }, pair)
  }

  private func comparisons(
    _ differences: [PairedDifference], _ pair: PairedPredictions
  ) -> [Comparison] {
    let tests = differences.concurrentMap {
      pairedTest($0.metric, pair, difference: $0.value)
    }
    let tested = tests.compactMap(\.pValue)
    var factors = MultipleTesting.holmFactors(tested).makeIterator()
    return zip(differences, tests).map { difference, test in
      let factor = test.pValue == nil ? 1 : factors.next() ?? 1
      return comparison(
        difference, test, factor: factor, familySize: max(1, tested.count))
    }
  }

  private func comparison(
    _ difference: PairedDifference, _ test: PairedTest, factor: Double, familySize: Int
  ) -> Comparison {
    let alpha = 1 - level
    let interval = test.interval(alpha / factor)
    return Comparison(
      metric: difference.metric.name, difference: difference.value, low: interval?.low,
      high: interval?.high, level: level, pValue: test.pValue,
      correctedPValue: test.pValue.map { min(1, factor * $0) }, familySize: familySize,
      test: test.method, evidence: .paired,
      verdict: judgement(difference.metric).verdict(
        difference: difference.value, interval: interval,
        isSignificant: test.pValue.map { $0 < alpha / factor } ?? false),
      smallestDetectable: smallestDetectable(
        standardError: test.standardError, alpha: alpha / Double(familySize)))
  }

  func judgement(_ metric: Metric) -> Judgement {
    Judgement(direction: metric.direction, equivalenceMargin: equivalenceMargin)
  }

  var estimator: Estimator { Estimator(level: level, resamples: resamples, seed: seed) }
}

/// Candidate minus baseline in one metric.
private struct PairedDifference: Sendable {
  let metric: Metric
  let value: Double

  init(_ metric: Metric, _ pair: PairedPredictions) throws(ComparisonError) {
    guard let ours = metric.value(pair.candidate) else {
      throw .undefined(metric: metric.name, system: "candidate", when: metric.undefinedWhen)
    }
    guard let theirs = metric.value(pair.baseline) else {
      throw .undefined(metric: metric.name, system: "baseline", when: metric.undefinedWhen)
    }
    self.metric = metric
    value = metric.direction.difference(ours, theirs)
  }
}
