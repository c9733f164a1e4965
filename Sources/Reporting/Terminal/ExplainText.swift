public import Findings
import Text

/// The text of `assay explain`, and the page of all checks in Markdown.
public enum ExplainText {
  private static let labelWidth = 20
  private static let textWidth = 60

  /// The description of a check with its formula, limits, source and known false alarms.
  public static func text(_ check: CheckDescription) -> String {
    var lines = ["\(check.code)  \(check.title)", "", check.summary, ""]
    for fact in facts(of: check) {
      lines += TextWidth.wrapped(fact.text, columns: textWidth).enumerated().map { index, line in
        TextWidth.padded(index == 0 ? fact.name : "", to: labelWidth) + line
      }
    }
    return lines.joined(separator: "\n")
  }

  /// The page of the checks, stage by stage.
  public static func page(_ checks: [CheckDescription]) -> String {
    var lines = [
      "# Checks", "",
      "Generated from the catalog of checks; do not edit. A **stop** ends the run before or during",
      "the full training (exit status 4, or 5 where the loss diverged); a **warning** and a **note**",
      "do not. Waive a check with `sanity.waive: {CODE: reason}`; change its threshold with",
      "`sanity.thresholds: {CODE: number}`.",
    ]
    for stage in CheckStage.allCases {
      let members = checks.filter { $0.stage == stage }
      lines += ["", "## \(stage.prefix): \(stage.heading)", ""]
      lines += ["| code | check | at worst | threshold |", "|---|---|---|---|"]
      lines += members.map { check in
        let threshold = check.limits.first(where: \.isOverridable)
        return "| [\(check.code)](#\(check.code.rawValue.lowercased())) | \(check.title) | "
          + "\(check.worst.rawValue) | \(threshold.map { NumberFormat.typed($0.value) } ?? "") |"
      }
      for check in members {
        lines += ["", "### \(check.code)", "", "**\(check.title)**: \(check.summary)", ""]
        lines += facts(of: check).map { "- \($0.name): \($0.text)" }
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func facts(of check: CheckDescription) -> [(name: String, text: String)] {
    [
      ("stage", "\(check.stage.rawValue): \(check.stage.heading)"),
      ("at worst", check.worst.rawValue), ("formula", check.formula),
    ]
      + check.limits.map { limit in
        let text = "\(NumberFormat.typed(limit.value)): \(limit.meaning)"
        return limit.isOverridable
          ? ("threshold", "\(text) (sanity.thresholds: {\(check.code): …})")
          : ("fixed limit", text)
      } + [
        ("source", check.source), ("known false alarms", check.knownFalseAlarms),
        ("cost", check.cost), ("waive", "sanity.waive: {\(check.code): \"the reason\"}"),
      ]
  }
}
