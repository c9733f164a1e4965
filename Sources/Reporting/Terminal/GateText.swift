import Findings
public import Runs
import Text

/// The summary of a run that the gate stopped: the findings, the cause and the fix.
public enum GateText {
  /// Lines of at most `width` columns where words allow.
  public static func lines(
    _ record: RunRecord, directory: String, width: Int, colors: Bool
  ) -> [String] {
    let block = Block(width: max(40, width))
    var lines = block.flow(TerminalSummary.header(of: record)) + [""]
    lines += WarningLines.lines(record.warnings ?? [], in: block)
    let gate = record.gate ?? GateReport(checks: [], elapsedSeconds: 0)
    let (checks, stops) = (gate.checks, gate.stops)
    for (index, stop) in stops.enumerated() {
      let text: StyledText =
        index == 0
        ? "\(Tone.bad) \(claim(record), .strong) \(stop.message)"
        : "\(Tone.bad) \(stop.message)"
      lines += block.labelled(
        index == 0 ? "gate" : "",
        block.broken(text, to: max(20, block.width - Block.labelWidth)))
      for evidence in stop.evidence.prefix(4) {
        var text = "\(evidence.title): \(evidence.text)"
        if case .subsetLosses(_, _, let losses) = evidence {
          text += " " + Sparkline.text(losses, width: 24)
        }
        lines += block.item("\(stop.code.rawValue, .faint) ", "\(text)")
      }
    }
    for warning in checks.filter({ $0.verdict == .warning }).prefix(4) {
      lines += block.item("\(Tone.caution) \(warning.code.rawValue, .faint) ", "\(warning.message)")
    }
    lines += reasons(gate, arguments: record.arguments, in: block)
    let note = StyledText("run \(record.id) · \(directory)", .faint)
    lines += [""] + block.labelled("", block.broken(note, to: block.width - Block.labelWidth))
    return lines.rendered(colors: colors)
  }

  /// The blocks `why` and `fix`: the diagnosis, and the likely causes of what it does not explain.
  static func reasons(
    _ gate: GateReport, arguments: [String], in block: Block
  ) -> [StyledText] {
    let others = gate.otherStops
    let ending = gate.stops.first.map { "what the check does: assay explain \($0.code)" }
    let writing = gate.repairs.isEmpty ? nil : command(arguments)
    let advice = [writing].compactMap { $0 } + others.compactMap(\.remedy)
    guard let diagnosis = gate.diagnosis else {
      return section("why", CauseRanking.texts(of: gate.checks), in: block)
        + section("fix", advice + [ending].compactMap { $0 }, in: block)
    }
    let text = DiagnosisText(diagnosis: diagnosis, arguments: arguments, block: block)
    let causes = CauseRanking.texts(of: others)
    let why =
      gate.explainedStops.isEmpty
      ? section("why", causes, in: block) + [""] + text.why
      : [""] + text.why + section("also", causes, in: block)
    let fix = text.fix
    guard !fix.isEmpty else {
      let remedies = [writing].compactMap { $0 } + gate.stops.compactMap(\.remedy)
      return why + section("fix", remedies + [ending].compactMap { $0 }, in: block)
    }
    return why + [""] + fix + section(nil, others.compactMap(\.remedy), in: block)
  }

  /// The command that writes the fixed spec.
  static func command(_ arguments: [String]) -> String {
    "assay check \(arguments.joined(separator: " ")) --fix"
  }

  private static func claim(_ record: RunRecord) -> String {
    record.training == nil ? "stopped before training:" : "stopped during training:"
  }

  /// A block after an empty line; without a label it continues the block before.
  private static func section(
    _ label: String?, _ texts: [String], in block: Block
  ) -> [StyledText] {
    guard !texts.isEmpty else { return [] }
    var seen: Set<String> = []
    let rows = texts.filter { seen.insert($0).inserted }.prefix(4).flatMap {
      block.broken("\($0)", to: max(20, block.width - Block.labelWidth))
    }
    return (label == nil ? [] : [""]) + block.labelled(label ?? "", rows)
  }
}
