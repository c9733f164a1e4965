/// How much a diagnostic weighs.
public enum Severity: String, Sendable, Hashable, Codable {
  case error, warning, note
}

/// One problem in what a user gave: where it is, what was expected and what was found.
public struct Diagnostic: Sendable, Hashable, Codable {
  public let severity: Severity
  /// Stable name of this kind of message, such as `unknown-key`.
  public let id: String
  /// The rule and what was found instead: lower case start, no full stop, names in quotes.
  public let message: String
  public let location: SourceLocation?
  /// The line of text the location points into, with the part meant.
  public let excerpt: Excerpt?
  /// What stands behind the carets: a "did you mean", the values to choose from.
  public let hint: String?
  /// What to do, each on a line of its own.
  public let notes: [String]

  public init(
    _ severity: Severity = .error, id: String, _ message: String,
    at location: SourceLocation? = nil, excerpt: Excerpt? = nil, hint: String? = nil,
    notes: [String] = []
  ) {
    self.severity = severity
    self.id = id
    self.message = message
    self.location = location
    self.excerpt = excerpt
    self.hint = hint
    self.notes = notes
  }
}

/// A line of the user's text and how many characters of it are meant, from the location's column.
public struct Excerpt: Sendable, Hashable, Codable {
  public let line: String
  public let length: Int

  public init(line: String, length: Int) {
    self.line = line
    self.length = length
  }
}

/// The problems of one stage, all at once; at least one of them is an error.
public struct DiagnosticsError: ReportableError, Sendable, Hashable {
  public let diagnostics: [Diagnostic]
  public let fault: Fault

  public init(_ diagnostics: [Diagnostic], fault: Fault = .specification) {
    self.diagnostics = diagnostics
    self.fault = fault
  }

  public init(_ diagnostic: Diagnostic, fault: Fault = .specification) {
    self.init([diagnostic], fault: fault)
  }
}
