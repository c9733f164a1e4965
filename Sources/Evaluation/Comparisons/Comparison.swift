/// How one system stands against another in one metric.
public struct Comparison: Sendable, Hashable, Codable {
  public let metric: String
  /// Candidate minus baseline, in the metric's own unit and sign.
  public let difference: Double
  public let low: Double?
  public let high: Double?
  public let level: Double
  public let pValue: Double?
  /// "McNemar exact", "DeLong", "BCa bootstrap of rows".
  public let test: String
  public let evidence: Evidence
  public let verdict: Verdict
  /// The least difference that these rows could have shown with 80 % power; nil if unknown.
  public let smallestDetectable: Double?
  /// Rows that would be needed to decide, when the verdict is inconclusive; nil if unknown.
  public let rowsNeeded: Int?

  /// What is known of the other system; it decides what may be claimed.
  public enum Evidence: String, Sendable, Hashable, Codable {
    /// Its predictions on the same rows.
    case paired
    /// A number and how many rows it was measured on.
    case numberAndCount = "number_and_count"
    /// A number only.
    case number
  }

  public enum Verdict: String, Sendable, Hashable, Codable {
    case better, worse, equivalent, inconclusive
    /// Their number lies within what our rows allow; nothing more may be said.
    case consistent
    /// Their number lies outside of it.
    case inconsistent
  }

  public init(
    metric: String, difference: Double, low: Double?, high: Double?, level: Double,
    pValue: Double?, test: String, evidence: Evidence, verdict: Verdict,
    smallestDetectable: Double?, rowsNeeded: Int?
  ) {
    self.metric = metric
    self.difference = difference
    self.low = low
    self.high = high
    self.level = level
    self.pValue = pValue
    self.test = test
    self.evidence = evidence
    self.verdict = verdict
    self.smallestDetectable = smallestDetectable
    self.rowsNeeded = rowsNeeded
  }
}
