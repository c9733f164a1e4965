import Evaluation
import Runs
import Schema
import Text

/// The table of `assay compare`: one row for each run, each compared with the first.
public enum CompareTable {
  /// Lines of at most `width` columns; the last columns are cut where the terminal is narrow.
  public static func lines(_ runs: [ComparedRun], width: Int, colors: Bool) -> [String] {
    guard let table = table(of: runs) else { return [runs.verdict] }
    let block = Block(width: max(40, width))
    // A narrow terminal leaves out times and further metrics, then the changes.
    let fixed = 4
    let last = table.titles.count - 1
    let dispensable = Array((fixed..<last).reversed()) + [last]
    let fitting = (0...dispensable.count).lazy.map { table.without(dispensable.prefix($0)) }
      .first { table in
        table.lines(width: .max, indent: 2).allSatisfy { $0.width <= max(40, width) }
      }
    var lines = (fitting ?? table).lines(width: max(40, width), indent: 2)
    lines += notes(on: runs).flatMap { block.paragraph($0, hanging: 0) }
    return lines.rendered(colors: colors)
  }

  /// The same as a Markdown table, for pull requests.
  public static func markdown(_ runs: [ComparedRun]) -> String {
    guard let table = table(of: runs) else { return runs.verdict + "\n" }
    let notes = notes(on: runs).map { $0.rendered(colors: false) }
    return "**\(runs.verdict)**\n\n" + table.markdown.joined(separator: "\n") + "\n\n"
      + notes.joined(separator: "\\\n") + "\n"
  }

  private static func table(of runs: [ComparedRun]) -> Columns? {
    guard let first = runs.first, let lead = runs.sharedMetrics.first else { return nil }
    let others = runs.sharedMetrics.dropFirst().prefix(2)
    let part = first.record.judgedEvaluation?.part.rawValue ?? ""
    let evidence = runs.compactMap { $0.comparison(in: lead.name)?.evidence }.first
    let paired = evidence.map { $0 == .paired ? " (paired)" : "" } ?? ""
    var table = Columns(
      titles: ["run", "\(part) \(lead.title)", "vs \(first.shortName)\(paired)", ""]
        + others.map(\.title) + ["training", "changed"],
      alignments: [.text, .text, .text, .text] + others.map { _ in .number } + [.number, .text])
    table.rows = runs.enumerated().map { index, run in
      let comparison = run.comparison(in: lead.name)
      var cells: [StyledText] = [StyledText(run.shortName, index == 0 ? .strong : .plain)]
      cells.append(
        "\(run.metric(lead.name).map { NumberFormat.estimate($0.estimate) } ?? NumberFormat.absent)"
      )
      cells.append(
        "\(comparison.map { NumberFormat.difference($0) + " " + (NumberFormat.interval($0) ?? "") } ?? (index == 0 ? "—" : NumberFormat.absent))"
      )
      cells.append(
        comparison.map { StyledText($0.verdict.symbol, StyledText.Style($0.verdict.tone)) } ?? "")
      cells += others.map { metric -> StyledText in
        "\(run.metric(metric.name).map { NumberFormat.value($0.estimate) } ?? NumberFormat.absent)"
      }
      cells.append("\(run.record.training.map { NumberFormat.duration($0.seconds) } ?? "")")
      cells.append(
        index == 0
          ? "\(run.record.model?.title ?? "")" : "\(run.changes(from: first))")
      return cells
    }
    return table
  }

  private static func notes(on runs: [ComparedRun]) -> [StyledText] {
    guard let lead = runs.sharedMetrics.first else { return [] }
    var notes: [StyledText] = []
    if !runs.shareTheirRows {
      notes.append(
        "\(Tone.caution) the runs were evaluated on different rows: their numbers are not comparable"
      )
    }
    let comparisons = runs.compactMap { $0.comparison(in: lead.name) }
    let verdicts = Set(comparisons.map(\.verdict))
    guard !verdicts.isEmpty else { return notes }
    let order: [Comparison.Verdict] = [
      .better, .worse, .equivalent, .inconclusive, .consistent, .inconsistent,
    ]
    let detectable = comparisons.compactMap(\.smallestDetectable).min().map {
      " (smallest detectable difference here: \(NumberFormat.number($0)))"
    }
    let legend = order.filter {
      verdicts.contains($0) || [.better, .worse, .inconclusive].contains($0)
    }
    .map { "\($0.symbol) \($0.rawValue)\($0 == .inconclusive ? detectable ?? "" : "")" }
    notes.append(StyledText(legend.joined(separator: "  "), .faint))
    return notes
  }
}
