public import Findings
import Text

/// The text of `assay check`: the findings of the gate.
public enum CheckText {
  /// Lines of at most `width` columns where words allow; `title` names the pipeline, and
  /// `arguments` are the words of the command line that name it.
  public static func lines(
    _ gate: GateReport, title: String, arguments: [String] = [], width: Int, colors: Bool
  ) -> [String] {
    let block = Block(width: max(40, width))
    var lines = block.flow([StyledText(title, .strong)])
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
    if gate.diagnosis != nil {
      lines += GateText.reasons(gate.checks, gate.diagnosis, arguments: arguments, in: block)
    }
    return lines.rendered(colors: colors)
  }
}
