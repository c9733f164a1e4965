/// The test of a difference between two systems on the same rows, and the interval that goes with it.
struct PairedTest: Sendable {
  /// Two-sided; nil where there is no test.
  let pValue: Double?
  /// nil where it is not known.
  let standardError: Double?
  let method: String
  /// All differences that the test does not reject at a level: it leaves zero out exactly where the
  /// p-value is below `alpha`; nil where there is none.
  let interval: @Sendable (_ alpha: Double) -> Interval?

  static func none(because reason: String) -> PairedTest {
    PairedTest(pValue: nil, standardError: nil, method: "none: \(reason)") { _ in nil }
  }
}

extension PairedTest {
  /// A permutation test; `permutations` are those of the rows that differ.
  init(_ distribution: PermutationDistribution, _ permutations: PairedPermutations) {
    let rows = permutations.rowCount == 1 ? "row" : "rows"
    self.init(
      pValue: distribution.pValue, standardError: distribution.standardError,
      method: permutations.isExact
        ? "exact permutation test, \(permutations.rowCount) differing \(rows)"
        : "permutation test"
    ) { distribution.interval(alpha: $0) }
  }

  /// McNemar's exact test, which is the permutation test of hits, with Tango's interval.
  init(_ hits: PairedHits, pValue: Double, method: String) {
    self.init(pValue: pValue, standardError: hits.standardError, method: method) { alpha in
      hits.tango(level: 1 - alpha)
        .agreeing(withPValue: pValue, alpha: alpha, difference: hits.difference)
    }
  }
}

extension Interval {
  /// The interval, its end that faces zero moved where it leaves zero out and the test does not
  /// reject, or the other way round: a score interval and an exact test part where few rows differ.
  ///
  /// **Formula** D (1 − zₐ / zₚ), with zₚ the normal quantile of the p-value
  /// **Source** Miettinen 1976, test-based limits
  func agreeing(withPValue pValue: Double, alpha: Double, difference: Double) -> Interval {
    guard contains(0) == (pValue < alpha) else { return self }
    let quantile = -NormalDistribution.quantile(pValue / 2)
    let end = difference * (1 - criticalValue(level: 1 - alpha) / quantile)
    return difference > 0
      ? Interval(low: max(-1, end), high: high) : Interval(low: low, high: min(1, end))
  }
}
