/// How one system stands against another in one metric.
public struct Comparison: Sendable, Hashable, Codable {
  public let metric: String
  /// Candidate minus baseline, in the metric's own unit and sign.
  public let difference: Double
  /// The interval of the difference, as wide as the correction for several metrics asks: of a paired
  /// comparison it leaves zero out exactly where the corrected p-value is below 1 − level.
  public let low: Double?
  public let high: Double?
  public let level: Double
  public let pValue: Double?
  /// Corrected for the metrics that were compared together; the verdict follows from it.
  public let correctedPValue: Double?
  /// How many metrics were compared together; nil where nothing was tested.
  public let familySize: Int?
  /// "McNemar exact", "permutation test".
  public let test: String
  public let evidence: Evidence
  public let verdict: Verdict
  /// The least difference that these rows could have shown with 80 % power; nil if unknown.
  public let smallestDetectable: Double?

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
    /// Significant on the same rows.
    case better, worse
    case equivalent
    /// No difference was shown, which does not mean that there is none.
    case inconclusive
    /// Their number lies within what our rows allow; nothing more may be said.
    case consistent
    /// Our number is better, or worse, than theirs by more than both numbers of rows explain. The
    /// rows are not the same, so that it need not be the system.
    case ahead, behind
  }

  public init(
    metric: String, difference: Double, low: Double?, high: Double?, level: Double,
    pValue: Double? = nil, correctedPValue: Double? = nil, familySize: Int? = nil, test: String,
    evidence: Evidence, verdict: Verdict, smallestDetectable: Double?
  ) {
    self.metric = metric
    self.difference = difference
    self.low = low
    self.high = high
    self.level = level
    self.pValue = pValue
    self.correctedPValue = correctedPValue
    self.familySize = familySize
    self.test = test
    self.evidence = evidence
    self.verdict = verdict
    self.smallestDetectable = smallestDetectable
  }
}

extension Comparison.Verdict {
  /// Records of earlier versions have "inconsistent" for a number without a side.
  public init(from decoder: any Decoder) throws {
    let word = try decoder.singleValueContainer().decode(String.self)
    if word == "inconsistent" {
      self = .inconclusive
    } else if let verdict = Self(rawValue: word) {
      self = verdict
    } else {
      throw DecodingError.dataCorrupted(
        DecodingError.Context(
          codingPath: decoder.codingPath, debugDescription: "no verdict \"\(word)\""))
    }
  }
}
