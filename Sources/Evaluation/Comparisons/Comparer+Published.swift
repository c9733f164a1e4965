import Schema

extension Comparer {
  /// Compares with a number that somebody published, on rows that are not at hand.
  ///
  /// With `rows` the number gets an interval of its own: Wilson's for a share of rows (of recall
  /// and the like as many of the rows as in ours); otherwise as wide as ours, scaled by the number
  /// of rows. The number of our rows, where they are weighted, is their effective number.
  ///
  /// - ahead, behind: the difference's interval leaves zero out. Nothing more: their rows, splits
  ///   and preparation are unknown.
  /// - consistent: no number of their rows could make the difference significant: their number lies within
  ///   our own interval.
  /// - inconclusive: it lies outside of ours, but they measured it on too few rows.
  ///
  /// Without `rows` nobody knows how exact the number is: it is consistent or inconclusive, and the
  /// difference has no interval.
  ///
  /// **Errors** a metric without a value for the candidate.
  public func published(
    _ metric: Metric, candidate: Predictions, value: Double, rows: Int?
  ) throws(ComparisonError) -> Comparison {
    let candidate = candidate.weightedRows
    guard let ours = metric.value(candidate) else {
      throw .undefined(metric: metric.name, system: "candidate", when: metric.undefinedWhen)
    }
    let estimate = estimator.estimate(metric, candidate)
    let difference = metric.direction.difference(ours, value)
    guard let interval = estimate.interval else {
      return comparison(
        metric, difference, nil, rows: rows, test: estimate.method, .inconclusive)
    }
    let isWithin = interval.contains(value)
    guard let rows, rows > 0 else {
      return comparison(
        metric, difference, nil, rows: nil, test: "our interval, \(estimate.method)",
        isWithin ? .consistent : .inconclusive)
    }
    let spread = publishedInterval(metric, candidate, value, rows: rows, ourInterval: interval)
    let theirs = Estimate(
      value: value, low: spread.low, high: spread.high, level: level, method: "")
    let both = differenceInterval(estimate, theirs, metric)
    let verdict: Comparison.Verdict =
      if let both, !both.contains(0) {
        judgement(metric).isBetter(difference) ? .ahead : .behind
      } else {
        isWithin ? .consistent : .inconclusive
      }
    return comparison(metric, difference, both, rows: rows, test: "Newcombe, unpaired", verdict)
  }

  /// The published number's own interval.
  private func publishedInterval(
    _ metric: Metric, _ candidate: Predictions, _ value: Double, rows: Int, ourInterval: Interval
  ) -> Interval {
    let (theirCount, ourCount) = (Double(rows), candidate.effectiveRowCount)
    if let part = metric.shareOfRows(candidate), (0...1).contains(value) {
      return Proportion.wilson(share: value, trialCount: theirCount * part, level: level)
    }
    let half = (ourInterval.high - ourInterval.low) / 2 * (ourCount / theirCount).squareRoot()
    return Interval(low: value - half, high: value + half)
  }

  private func comparison(
    _ metric: Metric, _ difference: Double, _ interval: Interval?, rows: Int?, test: String,
    _ verdict: Comparison.Verdict
  ) -> Comparison {
    // The normal standard error that the interval stands for.
    let error = interval.map { ($0.high - $0.low) / (2 * criticalValue(level: level)) }
    return Comparison(
      metric: metric.name, difference: difference, low: interval?.low, high: interval?.high,
      level: level, test: test, evidence: rows == nil ? .number : .numberAndCount,
      verdict: verdict,
      smallestDetectable: smallestDetectable(standardError: error, alpha: 1 - level))
  }
}

extension Metric {
  /// The share of the rows (or of their weight) that a metric that is a share of rows looks at: for
  /// recall the positive ones; nil for other metrics.
  fileprivate func shareOfRows(_ predictions: Predictions) -> Double? {
    switch structure(predictions.task) {
    case .hitShare(nil):
      return 1
    case .hitShare(let trueClass?):
      let counts = ClassCounts(predictions)
      return counts.truthTotal(trueClass) / counts.total
    case .precision(let predictedClass):
      let counts = ClassCounts(predictions)
      return counts.predictedTotal(predictedClass) / counts.total
    default:
      return nil
    }
  }
}
