import Evaluation
import Runs
import Schema
import Text

/// The table of `assay compare`: one row for each run, each compared with the first.
public enum CompareTable {
  /// Lines of at most `width` columns; the last columns are cut where the terminal is narrow.
  public static func lines(_ compared: ComparedRuns, width: Int, colors: Bool) -> [String] {
    guard let table = table(of: compared) else { return [compared.verdict] + compared.notes }
    let width = max(40, width)
    let block = Block(width: width)
    // A narrow terminal leaves out times and further metrics, then the changes.
    let fixed = 4
    let last = table.titles.count - 1
    let dispensable = Array((fixed..<last).reversed()) + [last]
    let fitting = (0...dispensable.count).lazy.map { table.without(dispensable.prefix($0)) }
      .first { table in
        table.lines(width: .max, indent: 2).allSatisfy { $0.width <= width }
      }
    var lines = (fitting ?? table).lines(width: width, indent: 2)
    if let repetitions = self.repetitions(of: compared) {
      lines += [""] + repetitions.lines(width: width, indent: 2)
    }
    lines += notes(on: compared).flatMap { block.paragraph($0, hanging: 0) }
    return lines.rendered(colors: colors)
  }

  /// The same as a Markdown table, for pull requests.
  public static func markdown(_ compared: ComparedRuns) -> String {
    let notes = notes(on: compared).map { $0.rendered(colors: false) }.joined(separator: "\\\n")
    let tables = [table(of: compared), repetitions(of: compared)].compactMap { $0 }
    return
      (["**\(compared.verdict)**"] + tables.map { $0.markdown.joined(separator: "\n") }
      + (notes.isEmpty ? [] : [notes])).joined(separator: "\n\n") + "\n"
  }

  private static func table(of compared: ComparedRuns) -> Columns? {
    let metrics = compared.sharedMetrics
    guard let first = compared.runs.first, let lead = metrics.first else { return nil }
    let others = metrics.dropFirst().prefix(2)
    let part = first.record.judgedEvaluation?.part.rawValue ?? ""
    let isPaired = compared.runs.contains { $0.comparison(in: lead.name)?.evidence == .paired }
    let reference = compared.hasSeveralReferences ? "same seed" : first.shortName
    var table = Columns(
      titles: [
        "run", "\(part) \(lead.title)", "vs \(reference)\(isPaired ? " (paired)" : "")", "",
      ] + others.map(\.title) + ["training", "changed"],
      alignments: [.text, .text, .text, .text] + others.map { _ in .number } + [.number, .text])
    table.rows = compared.runs.enumerated().map { index, run in
      let comparison = run.comparison(in: lead.name)
      let value = run.metric(lead.name).map { NumberFormat.estimate($0.estimate) }
      let difference = comparison.map {
        [NumberFormat.difference($0), NumberFormat.interval($0)].compactMap { $0 }
          .joined(separator: " ")
      }
      var cells: [StyledText] = [StyledText(run.shortName, index == 0 ? .strong : .plain)]
      cells.append("\(value ?? NumberFormat.absent)")
      cells.append("\(difference ?? (index == 0 ? "—" : NumberFormat.absent))")
      cells.append(
        comparison.map { StyledText($0.verdict.symbol, StyledText.Style($0.verdict.tone)) } ?? "")
      cells += others.map { metric -> StyledText in
        "\(run.metric(metric.name).map { NumberFormat.value($0.estimate, unit: $0.unit) } ?? NumberFormat.absent)"
      }
      cells.append("\(run.record.training.map { NumberFormat.duration($0.seconds) } ?? "")")
      cells.append(
        index == 0
          ? "\(run.record.model?.title ?? "")" : "\(run.changes(from: first))")
      return cells
    }
    return table
  }

  /// What the repetitions of each configuration came to; nil where no configuration is repeated.
  private static func repetitions(of compared: ComparedRuns) -> Columns? {
    guard let first = compared.runs.first else { return nil }
    let groups = compared.repetitions
    guard let metric = groups.first?.metric else { return nil }
    var table = Columns(
      titles: [
        "settings", "seeds", "mean \(metricTitle(metric))", "standard deviation", "range",
        "goals met",
      ],
      alignments: [.text, .text, .number, .number, .text, .text])
    table.rows = groups.map { group in
      [
        "\(group.title(from: first), .strong)", "\(group.countText)", "\(group.meanText)",
        "\(group.deviationText)", "\(group.rangeText)", "\(group.goalsText)",
      ]
    }
    return table
  }

  private static func notes(on compared: ComparedRuns) -> [StyledText] {
    var notes = compared.notes.map { note -> StyledText in "\(Tone.caution) \(note)" }
    guard let lead = compared.sharedMetrics.first else { return notes }
    let comparisons = compared.runs.compactMap { $0.comparison(in: lead.name) }
    let verdicts = Set(comparisons.map(\.verdict))
    guard !verdicts.isEmpty else { return notes }
    let order: [Comparison.Verdict] = [
      .better, .worse, .equivalent, .inconclusive, .consistent, .ahead, .behind,
    ]
    let detectable = comparisons.compactMap(\.smallestDetectable).min().map {
      " (smallest detectable difference here: \(NumberFormat.number($0)))"
    }
    let legend = order.filter {
      verdicts.contains($0) || [.better, .worse, .inconclusive].contains($0)
    }
    .map { "\($0.symbol) \($0.words)\($0 == .inconclusive ? detectable ?? "" : "")" }
    notes.append(StyledText(legend.joined(separator: "  "), .faint))
    return notes
  }
}
