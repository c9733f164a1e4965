/// What one check found.
public struct CheckResult: Sendable, Hashable, Codable {
  /// Stable code: "SD08".
  public let code: String
  /// What the check is called: "duplicate rows in train".
  public let title: String
  public let verdict: Verdict
  /// One line for the terminal: what was seen, in numbers.
  public let message: String
  public let value: Double?
  public let threshold: Double?
  /// Rows, columns, tensors concerned; losses before and after.
  public let evidence: [Evidence]
  /// What may have caused it, likeliest first, in terms of the spec.
  public let causes: [String]
  /// What to do about it.
  public let remedy: String?
  public let elapsedSeconds: Double

  public enum Verdict: String, Sendable, Hashable, Codable {
    case passed
    /// Worth knowing.
    case note
    /// Likely to hurt; the run goes on.
    case warning
    /// The run does not go on.
    case stop
    case notApplicable = "not_applicable"
    /// Would have warned or stopped, and the spec says why it may not.
    case waived
  }

  /// A named piece of evidence: text, or numbers to draw.
  public struct Evidence: Sendable, Hashable, Codable {
    public let name: String
    public let text: String
    /// A curve or a list of numbers, such as the subset's loss step by step.
    public let numbers: [Double]

    public init(_ name: String, _ text: String, numbers: [Double] = []) {
      self.name = name
      self.text = text
      self.numbers = numbers
    }
  }

  public init(
    code: String, title: String, verdict: Verdict, message: String, value: Double? = nil,
    threshold: Double? = nil, evidence: [Evidence] = [], causes: [String] = [],
    remedy: String? = nil, elapsedSeconds: Double
  ) {
    self.code = code
    self.title = title
    self.verdict = verdict
    self.message = message
    self.value = value
    self.threshold = threshold
    self.evidence = evidence
    self.causes = causes
    self.remedy = remedy
    self.elapsedSeconds = elapsedSeconds
  }
}

/// All that the gate found, and whether the run may go on.
public struct GateReport: Sendable, Hashable, Codable {
  public let checks: [CheckResult]
  /// Why it stops, where changing the pipeline could tell; nil when it does not stop.
  public let diagnosis: Diagnosis?
  public let elapsedSeconds: Double

  public init(checks: [CheckResult], diagnosis: Diagnosis? = nil, elapsedSeconds: Double) {
    self.checks = checks
    self.diagnosis = diagnosis
    self.elapsedSeconds = elapsedSeconds
  }

  public var isStopped: Bool { checks.contains { $0.verdict == .stop } }
}
