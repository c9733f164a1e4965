/// The result of one check.
public struct CheckResult: Sendable, Hashable, Codable {
  public let code: CheckCode
  /// The check's name: "duplicate rows in train".
  public let title: String
  public let evidenceKind: EvidenceKind
  public let verdict: Verdict
  /// One line for the terminal: the observation, in numbers.
  public let message: String
  public let value: Double?
  public let threshold: Double?
  public let evidence: [Evidence]
  /// Possible causes, most likely first, in terms of the spec.
  public let causes: [String]
  /// The suggested fix.
  public let remedy: String?
  /// Edits of the spec that remove what was found; nil where none are known.
  public let edits: [SpecEdit]?
  public let elapsedSeconds: Double

  public enum Verdict: String, Sendable, Hashable, Codable {
    case passed
    /// Worth knowing.
    case note
    /// Likely to do harm; the run continues.
    case warning
    /// The run ends.
    case stop
    case notApplicable = "not_applicable"
    /// Would have warned or stopped, but the spec waives it.
    case waived
  }

  public init(
    code: CheckCode, title: String, evidenceKind: EvidenceKind, verdict: Verdict, message: String,
    value: Double? = nil,
    threshold: Double? = nil, evidence: [Evidence] = [], causes: [String] = [],
    remedy: String? = nil, edits: [SpecEdit]? = nil, elapsedSeconds: Double
  ) {
    self.code = code
    self.title = title
    self.evidenceKind = evidenceKind
    self.verdict = verdict
    self.message = message
    self.value = value
    self.threshold = threshold
    self.evidence = evidence
    self.causes = causes
    self.remedy = remedy
    self.edits = edits
    self.elapsedSeconds = elapsedSeconds
  }
}
