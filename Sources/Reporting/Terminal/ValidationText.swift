import Diagnostics
public import Runs
import Schema
import Text

/// The text of `assay validate`.
public enum ValidationText {
  /// The most classes whose row counts are shown.
  private static let shownClassCount = 12
  /// The most columns of a role that are named.
  private static let shownColumnCount = 6

  /// The facts of a valid spec, one line each.
  public static func lines(_ facts: Validation, path: String) -> [String] {
    let rows = facts.parts.map { "\(NumberFormat.count($0.rowCount)) \($0.name)" }
    let effective = NumberFormat.effectiveRows(facts.parts.map(\.effectiveRowCount))
    var lines = [
      "\(path): valid",
      "  \(facts.experiment) · \(facts.model) · \(facts.task.rawValue) · target \(facts.target)",
      row(
        "rows",
        "\(rows.joined(separator: " / "))\(effective) · \(NumberFormat.count(facts.columnCount, "column")) → "
          + NumberFormat.count(facts.inputCount, "input")),
    ]
    if let classes = facts.parts.first?.classCounts, !classes.isEmpty {
      let shown = classes.prefix(shownClassCount).map {
        "\($0.name) \(NumberFormat.count($0.rowCount))"
      }
      let more = classes.count > shownClassCount ? " … (\(classes.count) classes)" : ""
      lines.append(row("classes", shown.joined(separator: " · ") + more))
    }
    lines.append(row("columns", roles(of: facts.features)))
    lines.append(row("training", CostText.line(facts.cost)))
    for (index, goal) in facts.deployment.enumerated() {
      let value =
        NumberFormat.value(goal.estimate, unit: goal.unit) + NumberFormat.suffix(of: goal.unit)
      lines.append(
        row(
          index == 0 ? "deployment" : "",
          "\(goal.verdict.tone.symbol) \(goal.subject) \(goal.demand) (about \(value))"))
    }
    return lines
      + facts.warnings.flatMap { warning in
        ["  ! \(warning.message)\(WarningLines.place(of: warning))"]
          + WarningLines.advice(of: warning).map { "    \($0)" }
      }
  }

  private static func row(_ label: String, _ text: String) -> String {
    "  " + TextWidth.padded(label, to: Block.labelWidth) + text
  }

  /// "4 number (a, b, c, d) · 1 drop (fnlwgt)".
  private static func roles(of features: [Validation.Feature]) -> String {
    let groups = Dictionary(grouping: features, by: \.role)
    return [ColumnRole.number, .category, .date, .drop].compactMap { role in
      guard let members = groups[role] else { return nil }
      let names = members.prefix(shownColumnCount).map(\.name).joined(separator: ", ")
      let more = members.count > shownColumnCount ? ", …" : ""
      return "\(members.count) \(role.rawValue) (\(names)\(more))"
    }.joined(separator: " · ")
  }
}
