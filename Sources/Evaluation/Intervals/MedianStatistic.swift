/// The median of a number per row: the value with less than half of the rows' weight on either
/// side, or the mean of the two neighbours that have exactly half.
struct MedianStatistic: RowStatistic {
  /// Rows by rising value.
  private let order: [Int]
  let sorted: [Double]
  let rowWeights: [Double]?

  init(_ values: [Double], weights: [Double]?) {
    rowWeights = weights
    order = values.indices.sorted { values[$0] < values[$1] }
    sorted = order.map { values[$0] }
  }

  var rowCount: Int { order.count }

  func value(weights: [Double]) -> Double? {
    var total = 0.0
    for weight in weights { total += weight }
    guard total > 0 else { return nil }
    // Weights that are no whole numbers reach the half only up to rounding.
    let tolerance = 1e-12 * total
    var reached = 0.0
    var lower: Double?
    for i in 0..<order.count {
      reached += weights[order[i]]
      if let lower {
        // The lower of the middle two was the last of its rows; this is the upper one.
        if weights[order[i]] > 0 { return (lower + sorted[i]) / 2 }
      } else if (2 * reached - total).magnitude <= tolerance {
        lower = sorted[i]
      } else if 2 * reached > total {
        return sorted[i]
      }
    }
    return lower
  }

  /// A median's leave-one-out values are two or three numbers and say nothing of its spread.
  var jackknife: [Double]? { nil }

  /// The values whose ranks enclose the median with at least the given chance, whatever the
  /// values' distribution; nil where the rows are too few for the level.
  ///
  /// **Source** The sign test inverted: P(K ≤ r − 1) ≤ (1 − level) / 2 for K binomial (n, ½).
  func orderInterval(level: Double) -> Interval? {
    let tail = (1 - level) / 2
    let binomial = BinomialDistribution(trialCount: rowCount, probability: 0.5)
    guard binomial.cumulative(0) <= tail else { return nil }
    var (low, high) = (0, rowCount / 2)
    while low + 1 < high {
      let middle = (low + high) / 2
      if binomial.cumulative(middle) <= tail { low = middle } else { high = middle }
    }
    return Interval(low: sorted[low], high: sorted[rowCount - 1 - low])
  }
}
