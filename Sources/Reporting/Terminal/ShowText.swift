import Evaluation
import Findings
public import Runs
import Schema
import Text

/// The text of `assay show`: the summary, then the details it leaves out.
public enum ShowText {
  /// Lines of at most `width` columns where words allow.
  public static func lines(
    _ record: RunRecord, directory: String, width: Int, colors: Bool
  ) -> [String] {
    let block = Block(width: max(40, width))
    var lines = TerminalSummary.lines(record, directory: directory, width: width, colors: colors)
    let sections: [[StyledText]] = [
      metrics(of: record, in: block), settings(of: record, in: block), files(of: record, in: block),
      machine(of: record, in: block),
    ]
    for section in sections where !section.isEmpty {
      lines += [""] + section.rendered(colors: colors)
    }
    return lines
  }

  /// The progress of a run without a record.
  public static func lines(_ listing: RunListing, width: Int, colors: Bool) -> [String] {
    let block = Block(width: max(40, width))
    var lines = block.flow([
      StyledText(listing.experiment, .strong), "\(listing.id)", "\(listing.status.word)",
    ])
    if case .unreadable(let reason) = listing.status {
      lines += block.lines("why", ["\(reason)"])
    }
    if let holder = listing.holder {
      let verb = listing.status == .running ? "held by" : "was held by"
      lines += block.lines(
        "process", ["\(verb) process \(String(holder.processID)) on \(holder.host)"])
    }
    if let event = listing.lastEvent {
      lines += block.lines(
        "last event", ["\(event.message)", "after \(NumberFormat.duration(event.elapsedSeconds))"])
    }
    lines += block.lines("files", ["\(listing.path)"])
    if listing.status == .interrupted {
      lines += block.lines("resume", [StyledText("assay resume \(listing.id)")])
    }
    return lines.rendered(colors: colors)
  }

  private static func metrics(of record: RunRecord, in block: Block) -> [StyledText] {
    guard !record.evaluations.isEmpty else { return [] }
    var names: [String] = []
    for metric in record.evaluations.flatMap(\.metrics) where !names.contains(metric.name) {
      names.append(metric.name)
    }
    let parts = record.evaluations.map(\.part.rawValue)
    var table = Columns(
      titles: ["metric"] + parts.flatMap { [$0, ""] },
      alignments: [.text] + parts.flatMap { _ in [.number, .text] })
    table.rows = names.map { name in
      ["\(metricTitle(name))"]
        + record.evaluations.flatMap { evaluation -> [StyledText] in
          guard let metric = evaluation.metrics.first(where: { $0.name == name }) else {
            return ["", ""]
          }
          return [
            "\(NumberFormat.value(metric.estimate, unit: metric.unit))",
            StyledText(NumberFormat.interval(metric.estimate, unit: metric.unit) ?? "", .faint),
          ]
        }
    }
    return block.labelled("metrics", table.lines(width: block.width - Block.labelWidth))
  }

  private static func settings(of record: RunRecord, in block: Block) -> [StyledText] {
    var table = Columns(titles: ["", "", ""], alignments: [.text, .text, .text])
    let decided = record.specification.settings.filter { $0.origin != .default }
    table.rows = decided.map {
      [
        "\($0.path.text)", "\($0.value)",
        StyledText($0.origin == .override ? "override" : "", .faint),
      ]
    }
    let count = record.specification.settings.count - decided.count
    var rows = table.lines(width: block.width - Block.labelWidth)
    if count > 0 {
      rows.append(StyledText("\(NumberFormat.count(count, "default")): see resolved.json", .faint))
    }
    return block.labelled("settings", rows)
  }

  private static func files(of record: RunRecord, in block: Block) -> [StyledText] {
    var table = Columns(titles: ["", "", "", ""], alignments: [.text, .number, .number, .text])
    table.rows = (record.data?.files ?? []).map {
      [
        "\($0.path)", "\(NumberFormat.count($0.rowCount, "row"))",
        "\(NumberFormat.bytes($0.byteCount))",
        StyledText("sha256 \($0.sha256.prefix(12))", .faint),
      ]
    }
    return block.labelled("data", table.lines(width: block.width - Block.labelWidth))
  }

  private static func machine(of record: RunRecord, in block: Block) -> [StyledText] {
    let environment = record.environment
    let dirty = environment.uncommittedFiles?.count ?? 0
    let commit = environment.commit.map {
      "commit \($0.prefix(8))"
        + (dirty > 0 ? " with \(NumberFormat.count(dirty, "file")) not committed" : "")
    }
    let pieces = [
      commit, "assay \(environment.assayVersion)", environment.processor,
      "\(NumberFormat.count(environment.processorCount, "core"))",
      "\(environment.blasConfiguration), \(environment.blasCore), "
        + NumberFormat.count(environment.blasThreads, "thread"),
      environment.operatingSystem,
    ]
    let count = record.resumptionCount ?? 0
    let resumed =
      count == 0 ? [] : ["resumed after \(NumberFormat.count(count, "interruption"))"]
    return block.lines("command", ["\(record.commandLine)"] + resumed.map { "\($0)" })
      + block.lines("machine", pieces.compactMap { $0 }.map { "\($0)" })
  }
}
