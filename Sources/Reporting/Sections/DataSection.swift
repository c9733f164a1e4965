import Diagnostics
import Runs
import Schema
import Text

extension ReportSection {
  static let data = ReportSection("What went in?") { record in
    record.data.map { DataSection(data: $0, warnings: record.warnings ?? []).html }
  }
}

/// The splits, their classes, and the distribution of each column in the training rows.
struct DataSection {
  let data: DataRecord
  let warnings: [Diagnostic]

  /// The largest number of columns shown.
  private static let columnLimit = 120

  var html: HTML {
    "<p>\(summary)</p>\(warningList)\(parts)\(HTML.folded(columnTitle, isOpen: data.columns.count <= 8, columns))"
  }

  private var summary: String {
    let used = data.columns.filter { $0.role.isInput }
    let task =
      switch data.task {
      case .regression: "a number"
      case .binary: "one of two classes"
      case .multiclass: "one of \(data.classNames.count) classes"
      }
    return
      "“\(data.target)” is \(task), predicted from \(NumberFormat.count(used.count, "column")) "
      + "which become \(NumberFormat.count(data.inputCount, "input"))."
      + (data.repeats?.phrase.map { " \(Verdict.asSentence($0))" } ?? "")
  }

  private var warningList: HTML {
    guard !warnings.isEmpty else { return "" }
    let items = warnings.map { warning -> HTML in
      let advice = WarningLines.advice(of: warning).map { "<small>→ \($0)</small>" as HTML }
      return """
        <li>\(HTML.mark(.caution))<div><b>\(warning.message)</b>\
        <small>\(WarningLines.place(of: warning))</small>\(advice)</div></li>
        """
    }
    return "<ul class=\"findings\">\(items)</ul>"
  }

  private var parts: HTML {
    let names = data.classNames
    let withCounts = !names.isEmpty && names.count <= 8
    var columns: [HTMLTable.Column] = [.text("split"), .number("rows")]
    if withCounts {
      columns += names.map { .number(String($0.prefix(40))) }
    } else if names.isEmpty {
      columns += [.number("mean of \(data.target)"), .number("standard deviation")]
    } else {
      columns += [.wide("rows by class")]
    }
    var table = HTMLTable(columns: columns)
    table.rows = data.parts.map { part in
      var cells: [HTML] = ["\(part.name.rawValue)", "\(NumberFormat.count(part.rowCount))"]
      if withCounts {
        let total = Double(max(1, part.rowCount))
        cells += names.indices.map { index in
          guard part.classCounts.indices.contains(index) else { return "" }
          let count = part.classCounts[index]
          return """
            \(NumberFormat.count(count)) \
            <span class="faint">\(NumberFormat.percent(Double(count) / total))</span>
            """
        }
      } else if names.isEmpty {
        cells += [
          "\(NumberFormat.number(part.targetMean))",
          "\(NumberFormat.number(part.targetDeviation))",
        ]
      } else {
        cells.append(Sparkbars(counts: part.classCounts).html)
      }
      return cells
    }
    return table.html
  }

  private var columnTitle: HTML {
    "\(NumberFormat.count(data.columns.count, "column")) in the training rows"
  }

  private var columns: HTML {
    var table = HTMLTable(columns: [
      .text("column"), .text("role"), .number("missing"), .text("distribution"),
      .wide("values"),
    ])
    table.rows = data.columns.prefix(Self.columnLimit).map { column in
      [
        HTML.name(column.name),
        "\(column.role.rawValue.replacing("_", with: " "))<small>\(column.reason)</small>",
        "\(column.missingCount == 0 ? "" : NumberFormat.count(column.missingCount))",
        Sparkbars(
          counts: column.histogram.isEmpty ? column.commonest.map(\.count) : column.histogram
        )
        .html, values(of: column),
      ]
    }
    let hidden = data.columns.count - Self.columnLimit
    let rest: HTML =
      hidden > 0
      ? "<p class=\"faint\">\(NumberFormat.count(hidden, "more column")): see record.json.</p>" : ""
    return "\(table.html)\(rest)"
  }

  private func values(of column: DataRecord.Column) -> HTML {
    if let minimum = column.minimum, let maximum = column.maximum {
      let mean = column.mean.map { ", mean \(NumberFormat.number($0))" } ?? ""
      return
        "\(NumberFormat.number(minimum)) … \(NumberFormat.number(maximum))\(mean)"
    }
    guard !column.commonest.isEmpty else { return "" }
    let levels = column.commonest.prefix(3).map { level -> HTML in
      "\(HTML.name(String(level.name.prefix(40)))) <span class=\"faint\">\(NumberFormat.count(level.count))</span>"
    }
    let rest = (column.levelCount ?? levels.count) - levels.count
    return HTML(levels, separator: ", ")
      + (rest > 0 ? ", <span class=\"faint\">\(NumberFormat.count(rest)) more</span>" : "")
  }
}
