import Schema

extension Comparer {
  /// Compares with a number that somebody published, on rows that are not at hand.
  ///
  /// With `rows` the number gets an interval of its own: Wilson's for a share of rows (of recall
  /// and the like as many of the rows as in ours); otherwise as wide as ours, scaled by the number
  /// of rows. Without `rows` it is taken as exact. The number of our rows, where they are weighted,
  /// is their effective number.
  ///
  /// - inconsistent: the difference's interval leaves zero out. Nothing more: their rows, splits
  ///   and preparation are unknown.
  /// - consistent: no number of their rows could make the difference significant: their number lies within
  ///   our own interval.
  /// - inconclusive: it lies outside of ours, but they measured it on too few rows; `rowsNeeded`
  ///   is how many it would take.
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
    let exact = Estimate(value: value, low: value, high: value, level: level, method: "")
    let oursAgainstExact = differenceInterval(estimate, exact, metric)
    guard let rows, rows > 0 else {
      let verdict: Comparison.Verdict =
        interval.contains(value) ? .consistent : .inconsistent
      return comparison(
        metric, difference, oursAgainstExact, rows: nil, test: "our interval, \(estimate.method)",
        verdict)
    }
    let spread = publishedSpread(metric, candidate, value, rows: rows, ourInterval: interval)
    let theirs = Estimate(
      value: value, low: spread.interval.low, high: spread.interval.high, level: level,
      method: "")
    let both = differenceInterval(estimate, theirs, metric)
    let isApart = both.map { !$0.contains(0) } ?? false
    let verdict: Comparison.Verdict =
      isApart ? .inconsistent : interval.contains(value) ? .consistent : .inconclusive
    let rowsNeeded =
      verdict == .inconclusive
      ? judgement(metric).publishedRowsNeeded(
        difference: difference, ourError: standardError(interval),
        theirErrorOfOneRow: spread.errorOfOneRow, rowCount: rows) : nil
    return comparison(
      metric, difference, both, rows: rows, test: "Newcombe, unpaired", verdict,
      rowsNeeded: rowsNeeded)
  }

  /// The published number's own interval, and the standard error it would have from one row.
  private func publishedSpread(
    _ metric: Metric, _ candidate: Predictions, _ value: Double, rows: Int, ourInterval: Interval
  ) -> (interval: Interval, errorOfOneRow: Double) {
    let (theirCount, ourCount) = (Double(rows), candidate.effectiveRowCount)
    if let part = metric.shareOfRows(candidate), (0...1).contains(value) {
      return (
        Proportion.wilson(share: value, trialCount: theirCount * part, level: level),
        (value * (1 - value) / part).squareRoot()
      )
    }
    let scale = (ourCount / theirCount).squareRoot()
    let half = (ourInterval.high - ourInterval.low) / 2 * scale
    return (
      Interval(low: value - half, high: value + half),
      standardError(ourInterval) * ourCount.squareRoot()
    )
  }

  private func comparison(
    _ metric: Metric, _ difference: Double, _ interval: Interval?, rows: Int?, test: String,
    _ verdict: Comparison.Verdict, rowsNeeded: Int? = nil
  ) -> Comparison {
    Comparison(
      metric: metric.name, difference: difference, low: interval?.low, high: interval?.high,
      level: level, pValue: nil, test: test,
      evidence: rows == nil ? .number : .numberAndCount, verdict: verdict,
      smallestDetectable: judgement(metric).smallestDetectable(
        standardError: interval.map { standardError($0) }),
      rowsNeeded: rowsNeeded)
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
