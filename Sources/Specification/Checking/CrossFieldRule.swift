import Diagnostics
import Schema

/// A rule about several keys of a spec at once, as far as the spec alone can tell.
struct CrossFieldRule: Sendable {
  /// The id of its messages.
  let id: String
  /// What is wanted, for the reference page.
  let summary: String
  let severity: Severity
  /// Overrides that break the rule in a spec that is otherwise right.
  let badExample: [String]
  /// The places where the rule is broken, with what to say there. It may be given only part of a
  /// spec: what is wrong by itself is left out.
  private let violations: @Sendable (Resolved) -> [Violation]

  struct Violation {
    let origin: Origin
    let message: String
    var hint: String?
  }

  init(
    _ id: String, _ summary: String, severity: Severity = .error, badExample: [String],
    violations: @escaping @Sendable (Resolved) -> [Violation]
  ) {
    self.id = id
    self.summary = summary
    self.severity = severity
    self.badExample = badExample
    self.violations = violations
  }

  func diagnostics(for spec: Resolved) -> [Diagnostic] {
    violations(spec).map { violation in
      violation.origin.mark?.diagnostic(
        severity, id: id, violation.message, hint: violation.hint)
        ?? Diagnostic(severity, id: id, violation.message, hint: violation.hint)
    }
  }
}

extension Resolved {
  /// The value under a chain of keys; nil when it is absent or null.
  func at(_ keys: String...) -> Resolved? {
    var node = self
    for key in keys {
      guard case .mapping(let entries) = node.value,
        let next = entries.first(where: { $0.key == key })
      else { return nil }
      node = next.value
    }
    if case .null = node.value { return nil }
    return node
  }

  /// The number, if it is one.
  var numberIfAny: Double? {
    switch value {
    case .number(let number): number
    case .integer(let integer): Double(integer)
    default: nil
    }
  }

  /// The string, if it is one.
  var stringIfAny: String? {
    if case .string(let string) = value { string } else { nil }
  }

  /// The elements of a list; none for anything else.
  var elementsIfAny: [Resolved] {
    if case .list(let elements) = value { elements } else { [] }
  }

  /// The entries of a mapping; none for anything else.
  var entriesIfAny: [Entry] {
    if case .mapping(let entries) = value { entries } else { [] }
  }

  var isWritten: Bool { origin.mark != nil }
}
