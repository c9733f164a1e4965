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
    let checks = record.gate?.checks ?? []
    let stops = checks.filter { $0.verdict == .stop }
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
        if case .subsetLosses(_, let losses) = evidence {
          text += " " + Sparkline.text(losses, width: 24)
        }
        lines += block.item("\(stop.code.rawValue, .faint) ", "\(text)")
      }
    }
    for warning in checks.filter({ $0.verdict == .warning }).prefix(4) {
      lines += block.item("\(Tone.caution) \(warning.code.rawValue, .faint) ", "\(warning.message)")
    }
    lines += reasons(
      checks, record.gate?.diagnosis, arguments: record.arguments, in: block)
    let note = StyledText("run \(record.id) · \(directory)", .faint)
    lines += [""] + block.labelled("", block.broken(note, to: block.width - Block.labelWidth))
    return lines.rendered(colors: colors)
  }

  /// The blocks `why` and `fix`: the diagnosis, or else the likely causes of the checks.
  static func reasons(
    _ checks: [CheckResult], _ diagnosis: Diagnosis?, arguments: [String], in block: Block
  ) -> [StyledText] {
    let stops = checks.filter { $0.verdict == .stop }
    let explain = stops.first.map { "what the check does: assay explain \($0.code)" }
    let fix = stops.contains { $0.edits != nil } ? [command(arguments)] : []
    guard let diagnosis else {
      return section("why", CauseRanking.texts(of: checks), in: block)
        + section(
          "fix", fix + stops.compactMap(\.remedy) + [explain].compactMap { $0 }, in: block)
    }
    // What the diagnosis does not explain: a leak.
    let others = stops.filter { !diagnosis.codes.contains($0.code) }
    let text = DiagnosisText(diagnosis: diagnosis, arguments: arguments, block: block)
    let tried = text.fix
    let remedies = (tried.isEmpty ? stops : others).compactMap(\.remedy)
    return [""] + text.why + section("also", CauseRanking.texts(of: others), in: block)
      + (tried.isEmpty
        ? section("fix", fix + remedies + [explain].compactMap { $0 }, in: block)
        : [""] + tried + section(nil, remedies, in: block))
  }

  /// The command that writes the fixed spec.
  static func command(_ arguments: [String]) -> String {
    "assay check \(arguments.joined(separator: " ")) --fix"
  }

  private static func claim(_ record: RunRecord) -> String {
    record.training == nil ? "stopped before training:" : "stopped during training:"
  }

  /// A block after an empty line; without a label it goes on with the block before.
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
