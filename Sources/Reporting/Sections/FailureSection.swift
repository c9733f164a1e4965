import Evaluation
import Runs
import Schema
import Text

extension ReportSection {
  static let failures = ReportSection("Where does it fail?") { record in
    record.analysis.map { FailureSection(record: record, analysis: $0).html }
  }
}

/// The model's errors by class, by size and by row.
struct FailureSection {
  let record: RunRecord
  let analysis: AnalysisRecord

  var html: HTML {
    let target = record.data?.target ?? "value"
    let names = analysis.classes.map(\.name)
    let groups = GroupSection(analysis: analysis, headline: record.headline?.metric)
    var parts: [HTML] = [groups.html]
    if !analysis.confusion.isEmpty {
      parts.append(ConfusionMatrix(counts: analysis.confusion, names: names).html)
    }
    if !analysis.classes.isEmpty { parts.append(classTable) }
    if !analysis.scatter.isEmpty {
      parts.append(PredictedAgainstTrue(pairs: analysis.scatter, target: target).html ?? "")
      parts.append(ResidualHistogram(pairs: analysis.scatter, target: target).html ?? "")
    }
    if !analysis.worst.isEmpty { parts.append(worstRows) }
    return HTML(parts)
  }

  private var classTable: HTML {
    var table = HTMLTable(columns: [
      .text("class"), .number("rows"), .number("recall"), .number("interval"),
      .number("precision"), .number("F1"),
    ])
    let decimals = analysis.classes.compactMap {
      NumberFormat.decimals(low: $0.recall.low, high: $0.recall.high)
    }.max()
    table.rows = analysis.classes.map { item in
      [
        HTML.name(item.name), "\(NumberFormat.count(item.rowCount))",
        "<b>\(NumberFormat.value(item.recall, unit: .ratio, decimals: decimals))</b>",
        "<span class=\"nowrap\">\(NumberFormat.interval(item.recall, unit: .ratio, decimals: decimals) ?? "")</span>",
        "\(item.precision.map { NumberFormat.fixed($0, decimals: 3) } ?? NumberFormat.absent)",
        "\(item.f1.map { NumberFormat.fixed($0, decimals: 3) } ?? NumberFormat.absent)",
      ]
    }
    if analysis.classes.count > 12 {
      return HTML.folded("\(analysis.classes.count) classes one by one", table.html)
    }
    return .figure(table.html, caption: classCaption)
  }

  private var classCaption: String {
    let known = analysis.classes.filter { $0.recall.value != nil }
    guard let worst = known.min(by: { ($0.recall.value ?? 1) < ($1.recall.value ?? 1) }),
      let recall = worst.recall.value
    else { return "No class has rows here." }
    return "Recall is lowest for “\(worst.name.prefix(80))”: "
      + "\(NumberFormat.percent(recall)) of its \(NumberFormat.count(worst.rowCount, "row"))."
  }

  private var worstRows: HTML {
    let columns = analysis.worst.first?.columns.map(\.name) ?? []
    var table = HTMLTable(
      columns: [.text("row"), .text("truth"), .text("prediction"), .number("loss")]
        + columns.map { .text($0) })
    table.rows = analysis.worst.prefix(20).map { row in
      [
        HTML.name(row.row), "<b>\(HTML.name(NumberFormat.abridged(row.truth)))</b>",
        HTML.name(NumberFormat.abridged(row.prediction)),
        "\(NumberFormat.number(row.loss))",
      ]
        + columns.indices.map { index in
          row.columns.indices.contains(index)
            ? HTML.name(NumberFormat.abridged(row.columns[index].value)) : ""
        }
    }
    let count = min(20, analysis.worst.count)
    return .figure(
      table.html,
      caption:
        "The \(NumberFormat.count(count, "\(analysis.part.rawValue) row")) with the largest loss, "
        + "largest first: check here for wrong labels before changing the model.", isWide: true)
  }
}
