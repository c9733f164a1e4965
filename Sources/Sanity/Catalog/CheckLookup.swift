public import Diagnostics
public import Findings
import Schema

/// The check with a code, ignoring case.
///
/// - Throws: a diagnostic with the nearest code when there is no such check.
public func checkEntry(_ code: String) throws(DiagnosticsError) -> CheckEntry {
  guard let entry = checkCatalog[code.uppercased()] else {
    let codes = checkCatalog.names
    throw DiagnosticsError(
      Diagnostic(
        id: "unknown-check", "the code of a check; got \"\(code)\"",
        hint: Suggestion.hint(for: code, among: codes)
          ?? "codes: \(codes.joined(separator: ", "))"))
  }
  return entry
}

extension CheckResult {
  /// Whether it is about inputs or rows that give the target away, which trains well.
  var isOfLeak: Bool { checkCatalog[code]?.showsLeak == true }
}

extension CheckEntry {
  /// The documentation of the check, for `assay explain` and the page of all checks.
  public var description: CheckDescription {
    CheckDescription(
      code: code, title: title, stage: stage, worst: worst, summary: summary, formula: formula,
      limits: limits.map {
        .init(value: $0.value, meaning: $0.meaning, isOverridable: $0.isOverridable)
      }, source: source, knownFalseAlarms: knownFalseAlarms, cost: cost)
  }
}
