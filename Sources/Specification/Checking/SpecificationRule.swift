public import Diagnostics
public import Schema

/// A rule about several keys of a spec that can be checked on the spec alone.
public struct SpecificationRule: Sendable {
  /// The id of its messages.
  public let id: String
  public let severity: Severity
  /// The violations in a spec, which may lack values that are invalid by themselves.
  public let violations: @Sendable (Resolved) -> [RuleViolation]

  public init(
    _ id: String, severity: Severity = .error,
    violations: @escaping @Sendable (Resolved) -> [RuleViolation]
  ) {
    self.id = id
    self.severity = severity
    self.violations = violations
  }

  func diagnostics(for spec: Resolved) -> [Diagnostic] {
    violations(spec).map { $0.diagnostic(severity, id: id) }
  }
}

/// A violation of a rule.
public struct RuleViolation: Sendable {
  /// Location in the user's text, if there is one.
  public let mark: Mark?
  public let message: String
  public let hint: String?

  public init(at mark: Mark?, _ message: String, hint: String? = nil) {
    self.mark = mark
    self.message = message
    self.hint = hint
  }

  public func diagnostic(_ severity: Severity = .error, id: String) -> Diagnostic {
    mark?.diagnostic(severity, id: id, message, hint: hint)
      ?? Diagnostic(severity, id: id, message, hint: hint)
  }
}
