/// What a difference, its interval and its p-value allow to be said.
struct Judgement {
  let level: Double
  let direction: Direction
  /// A difference of at most this much does not matter; nil: every difference does.
  let equivalenceMargin: Double?

  /// Better or worse needs both the interval and, where there is one, the test. A difference known
  /// to lie within the margin is none, even when it is known not to be zero.
  func verdict(interval: Interval?, pValue: Double?) -> Comparison.Verdict {
    guard let interval else { return .inconclusive }
    if let margin = equivalenceMargin, interval.low >= -margin, interval.high <= margin {
      return .equivalent
    }
    if let pValue, pValue >= 1 - level { return .inconclusive }
    if interval.low > 0 { return direction == .higherIsBetter ? .better : .worse }
    if interval.high < 0 { return direction == .higherIsBetter ? .worse : .better }
    return .inconclusive
  }

  /// The difference that is found significant in four of five repetitions.
  ///
  /// **Formula** (z at the level + z at 80 %) · standard error: 2.80 standard errors at 95 %.
  func smallestDetectable(standardError: Double?) -> Double? {
    guard let standardError, standardError > 0 else { return nil }
    return power * standardError
  }

  /// How many rows would show the observed difference, were it the true one, four times of five.
  func rowsNeeded(difference: Double, standardError: Double?, rowCount: Int) -> Int? {
    guard let standardError, standardError > 0, difference != 0 else { return nil }
    let ratio = power * standardError / difference
    return wholeRows(Double(rowCount) * ratio * ratio, moreThan: rowCount)
  }

  /// How many rows a published number would have to rest on to differ significantly from ours; nil where our own
  /// rows are too few for that.
  func publishedRowsNeeded(
    difference: Double, ourError: Double?, theirErrorOfOneRow: Double?, rowCount: Int
  ) -> Int? {
    guard let ourError, let theirErrorOfOneRow else { return nil }
    let needed = difference / power
    let left = needed * needed - ourError * ourError
    guard left > 0 else { return nil }
    return wholeRows(theirErrorOfOneRow * theirErrorOfOneRow / left, moreThan: rowCount)
  }

  private var power: Double {
    criticalValue(level: level) + NormalDistribution.quantile(0.8)
  }

  private func wholeRows(_ rows: Double, moreThan present: Int) -> Int? {
    let rows = rows.rounded(.up)
    guard rows < 1e12 else { return nil }
    return max(present + 1, Int(rows))
  }
}
