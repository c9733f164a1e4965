public import Diagnostics
public import Findings
import Text

/// The text of `assay check`: the findings of the gate.
public struct CheckText: Sendable {
  private let title: [String]
  private let arguments: [String]
  private let warnings: [Diagnostic]

  /// - Parameters:
  ///   - title: What is checked: the pipeline, its rows.
  ///   - arguments: The words of the command line that name it.
  public init(title: [String], arguments: [String] = [], warnings: [Diagnostic] = []) {
    self.title = title
    self.arguments = arguments
    self.warnings = warnings
  }

  /// Lines of at most `width` columns where words allow.
  public func lines(_ gate: GateReport, width: Int, colors: Bool) -> [String] {
    let block = Block(width: max(40, width))
    var lines = block.flow(
      title.enumerated().map { $0 == 0 ? StyledText($1, .strong) : StyledText($1) })
    lines += WarningLines.lines(warnings, in: block)
    for check in gate.checks where check.verdict != .notApplicable {
      let tone = check.verdict.tone
      lines += block.item(
        "\(StyledText(tone.symbol, StyledText.Style(tone))) \(check.code.rawValue, .faint) ",
        "\(check.message)")
    }
    let skipped = gate.checks.count { $0.verdict == .notApplicable }
    let count = NumberFormat.count(gate.checks.count - skipped, "check")
    let time = NumberFormat.duration(gate.elapsedSeconds)
    let end =
      gate.isStopped
      ? "\(Tone.bad) the gate stops a run here" as StyledText
      : "\(Tone.good) the gate lets a run pass"
    lines += block.flow([end, "\(count) in \(time)", "\(skipped) not applicable"])
    if gate.diagnosis != nil || gate.stops.contains(where: { $0.edits != nil }) {
      lines += GateText.reasons(gate, arguments: arguments, in: block)
    } else if !gate.repairs.isEmpty {
      let edits = gate.repairs.map { StyledText($0.override) }
      lines += [""] + block.labelled("fix", [StyledText(GateText.command(arguments))] + edits)
    }
    return lines.rendered(colors: colors)
  }
}
