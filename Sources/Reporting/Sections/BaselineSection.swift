import Evaluation
import Runs
import Text

extension ReportSection {
  static let baselines = ReportSection("Better than what?") { record in
    record.baselines.isEmpty ? nil : BaselineSection(record: record).html
  }
}

/// Each baseline's metrics, and the model's differences from them.
struct BaselineSection {
  let record: RunRecord

  var html: HTML {
    let metrics = drawnMetrics
    let figures = metrics.compactMap {
      BaselineDifferences(metric: $0, baselines: record.baselines).html
    }
    return "\(figures)\(values)\(comparisons(besides: metrics.map(\.name)))"
  }

  /// The headline, and what else it takes to show each baseline that has a comparison once.
  private var drawnMetrics: [MetricRecord] {
    guard let headline = record.headline?.metric else { return [] }
    var drawn = [headline]
    for baseline in record.baselines {
      let compared = baseline.comparisons.map(\.metric)
      guard !compared.isEmpty, !drawn.contains(where: { compared.contains($0.name) }) else {
        continue
      }
      drawn += (record.judgedEvaluation?.metrics ?? []).filter { compared.contains($0.name) }
        .prefix(1)
    }
    return drawn
  }

  /// The metrics that any baseline has a value of, in the model's order.
  private var values: HTML {
    let ours = record.judgedEvaluation?.metrics ?? []
    let known = Set(record.baselines.flatMap(\.metrics).map(\.name))
    let names = ours.map(\.name).filter(known.contains).prefix(4)
    let shown = names.isEmpty ? Array(known.sorted().prefix(4)) : Array(names)
    var table = HTMLTable(
      columns: [.text("system")] + shown.map { .number(metricTitle($0)) } + [.wide("what it is")])
    table.rows = record.baselines.map { baseline in
      let cells = shown.map { name -> HTML in
        let metric = baseline.metrics.first { $0.name == name }
        return "\(metric.map { NumberFormat.value(of: $0) } ?? NumberFormat.absent)"
      }
      let rows = baseline.kind == .quick ? nil : baseline.rowCount
      let count = rows.map { " (\(NumberFormat.count($0, "row")))" } ?? ""
      return ["\(HTML.name(baseline.name))"] + cells
        + ["<span class=\"faint\">\(baseline.source)\(count)</span>"]
    }
    let model = shown.map { name -> HTML in
      let metric = ours.first { $0.name == name }
      return "<b>\(metric.map { NumberFormat.value(of: $0) } ?? NumberFormat.absent)</b>"
    }
    if !ours.isEmpty {
      table.rows.append(["<b>this run</b>"] + model + ["<span class=\"faint\">\(title)</span>"])
    }
    return table.html
  }

  private var title: String { record.model?.title ?? "the model" }

  private func comparisons(besides drawn: [String]) -> HTML {
    var table = HTMLTable(columns: [
      .text("metric"), .text("against"), .number("difference"), .text("interval"),
      .text("verdict"), .wide("test"),
    ])
    for baseline in record.baselines {
      for comparison in baseline.comparisons where !drawn.contains(comparison.metric) {
        table.rows.append([
          "\(metricTitle(comparison.metric))", HTML.name(baseline.name),
          "\(NumberFormat.difference(comparison))",
          "<span class=\"nowrap\">\(NumberFormat.interval(comparison) ?? "")</span>",
          "\(HTML.mark(comparison.verdict.tone, comparison.verdict.symbol)) \(comparison.claim)",
          "<span class=\"faint\">\(comparison.grounds)</span>",
        ])
      }
    }
    guard !table.rows.isEmpty else { return "" }
    return HTML.folded(
      "\(NumberFormat.count(table.rows.count, "comparison")) in other metrics", table.html)
  }
}
