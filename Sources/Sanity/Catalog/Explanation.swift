public import Diagnostics
import Findings
import Schema
import Text

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

/// The description of a check, for `assay explain`.
///
/// - Throws: a diagnostic with the nearest code when there is no such check.
public func explain(_ code: String) throws(DiagnosticsError) -> String {
  let entry = try checkEntry(code)
  var lines = ["\(entry.code)  \(entry.title)", "", entry.summary, ""]
  for (name, text) in entry.facts {
    lines += wrapped(text, width: 60).enumerated().map { index, line in
      (index == 0 ? name : "").padded(to: 20) + line
    }
  }
  return lines.joined(separator: "\n")
}

/// The page of all checks, in Markdown, generated from the catalog.
public func checksPage() -> String {
  var lines = [
    "# Checks", "",
    "Generated from the catalog of checks; do not edit. A **stop** ends the run before or during",
    "the full training (exit status 4, or 5 where the loss diverged); a **warning** and a **note**",
    "do not. Waive a check with `sanity.waive: {CODE: reason}`; change its threshold with",
    "`sanity.thresholds: {CODE: number}`.",
  ]
  for stage in CheckStage.allCases {
    let entries = checkCatalog.entries.filter { $0.stage == stage }
    lines += ["", "## \(stage.prefix): \(stage.heading)", ""]
    lines += ["| code | check | at worst | threshold |", "|---|---|---|---|"]
    lines += entries.map {
      "| [\($0.code)](#\($0.code.rawValue.lowercased())) | \($0.title) | \($0.worst.rawValue) | "
        + "\($0.threshold.map { NumberFormat.typed($0.value) } ?? "") |"
    }
    for entry in entries {
      lines += ["", "### \(entry.code)", "", "**\(entry.title)**: \(entry.summary)", ""]
      lines += entry.facts.map { "- \($0.0): \($0.1)" }
    }
  }
  return lines.joined(separator: "\n") + "\n"
}

extension CheckEntry {
  fileprivate var facts: [(String, String)] {
    var facts = [("stage", "\(stage.rawValue): \(stage.heading)"), ("at worst", worst.rawValue)]
    facts.append(("formula", formula))
    if let threshold {
      facts.append(
        (
          "threshold",
          "\(NumberFormat.typed(threshold.value)): \(threshold.meaning) "
            + "(sanity.thresholds: {\(code): …})"
        ))
    }
    facts += fixedLimits.map { ("fixed limit", "\(NumberFormat.typed($0.value)): \($0.meaning)") }
    facts += [
      ("source", source), ("known false alarms", knownFalseAlarms), ("cost", cost),
      ("waive", "sanity.waive: {\(code): \"the reason\"}"),
    ]
    return facts
  }
}

/// The words of a text in lines of at most `width` characters.
private func wrapped(_ text: String, width: Int) -> [String] {
  var lines: [String] = []
  for word in text.split(separator: " ") {
    if let last = lines.last, last.count + 1 + word.count <= width {
      lines[lines.count - 1] = "\(last) \(word)"
    } else {
      lines.append(String(word))
    }
  }
  return lines
}

extension String {
  fileprivate func padded(to width: Int) -> String {
    self + String(repeating: " ", count: Swift.max(1, width - count))
  }
}
