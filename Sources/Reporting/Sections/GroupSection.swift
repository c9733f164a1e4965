import Evaluation
import Runs
import Schema
import Text

/// Key examples, slices and protected groups: where a good average may hide a failure.
struct GroupSection {
  let analysis: AnalysisRecord
  /// The metric that slices are compared in.
  let headline: MetricRecord?

  var html: HTML {
    HTML([keyExamples, slices].compactMap(\.self) + groups)
  }

  private var keyExamples: HTML? {
    guard let examples = analysis.keyExamples, !examples.isEmpty else { return nil }
    var table = HTMLTable(columns: [
      .text(""), .text("row"), .text("part"), .text("must be"), .text("predicted"), .wide("reason"),
    ])
    let wrong = analysis.wrongExamples
    table.rows = (wrong + examples.filter(\.isRight)).map { example in
      [
        HTML.mark(example.isRight ? .good : .bad), HTML.name(example.row),
        "\(example.part?.rawValue ?? NumberFormat.absent)", HTML.name(example.expected),
        "<b>\(HTML.name(example.prediction))</b>", HTML.name(example.reason ?? ""),
      ]
    }
    let right = examples.count - wrong.count
    return .figure(
      table.html,
      caption: wrong.isEmpty
        ? "All \(examples.count) key examples are predicted right."
        : "\(right) of \(examples.count) key examples are predicted right; the run fails until all are.",
      isWide: true)
  }

  private var slices: HTML? {
    guard let headline, let tables = analysis.slices, !tables.isEmpty else { return nil }
    let rows = tables.flatMap(\.slices).compactMap { slice -> Row? in
      guard let metric = slice.metrics.first(where: { $0.metric == headline.name }) else {
        return nil
      }
      return Row(slice: slice, metric: metric)
    }
    let extents = rows.flatMap { [$0.metric.estimate.low, $0.metric.estimate.high] }
      .compactMap(\.self)
    guard let scale = Scale(of: extents, padding: 0.08, including: headline.estimate.value)
    else { return nil }
    let lines = rows.map { row -> HTML in
      let estimate = row.metric.estimate
      let drawing = estimate.value.map { value in
        IntervalStrip(
          scale: scale, value: value, low: estimate.low, high: estimate.high,
          reference: headline.estimate.value, wantsAbove: headline.direction == .higherIsBetter,
          tone: row.metric.verdict.tone
        ).html
      }
      let p = row.metric.correctedP.map { " · \(NumberFormat.probability($0))" } ?? ""
      return """
        <div class="row"><div class="who">\(HTML.name(row.slice.name))<small>\
        \(NumberFormat.count(row.slice.rowCount, "row"))</small></div>\
        <div class="drawn">\(drawing ?? "")</div>\
        <div class="said"><b>\(NumberFormat.value(estimate, unit: headline.unit))</b> \
        \(NumberFormat.interval(estimate, unit: headline.unit) ?? "")\
        <small>\(HTML.mark(row.metric.verdict.tone, row.metric.verdict.symbol)) \
        \(row.metric.verdict.claim)\(p)</small></div></div>
        """
    }
    let worse = analysis.worseSlices(in: headline.name)
    let claim =
      worse.isEmpty
      ? "No slice is shown to be worse than the other rows in \(headline.title)."
      : "\(worse.map { "“\($0.name.prefix(60))”" }.prefix(3).joined(separator: ", ")) "
        + "\(worse.count == 1 ? "is" : "are") worse than the other rows in \(headline.title)."
    return .figure(
      "<div class=\"rows\">\(lines)</div>",
      caption: claim
        + " The line is the value on all rows; p-values are of the difference from the "
        + "other rows, corrected for all slices (Holm).", isWide: true)
  }

  private struct Row {
    let slice: SliceTable.Slice
    let metric: SliceTable.SliceMetric
  }

  private var groups: [HTML] {
    (analysis.protected ?? []).map { record in
      var table = HTMLTable(columns: [
        .text("group"), .number("rows"), .number("selected"), .number("recall"),
        .number("false alarms"), .number("precision"), .number("positive"), .number("mean p"),
      ])
      table.rows = record.comparison.groups.map { group in
        [
          HTML.name(group.group), "\(NumberFormat.count(group.rowCount))", rate(group.selection),
          rate(group.truePositive), rate(group.falsePositive), rate(group.precision),
          rate(group.prevalence), "\(NumberFormat.number(group.meanProbability))",
        ]
      }
      return .figure(table.html, caption: caption(of: record), isWide: true)
    }
  }

  /// A share with its interval and the rows behind it.
  private func rate(_ rate: GroupRates.Rate) -> HTML {
    /// Rows, or the sum of their weights.
    func size(_ sum: Double) -> String {
      Int(exactly: sum).map { NumberFormat.count($0) } ?? NumberFormat.number(sum)
    }
    let counts = "\(size(rate.hits)) of \(size(rate.total))"
    return """
      <b>\(NumberFormat.value(rate.estimate, unit: .ratio))</b>\
      <small class="nowrap">\(NumberFormat.interval(rate.estimate, unit: .ratio) ?? "")</small>\
      <small class="nowrap">\(counts)</small>
      """
  }

  private func caption(of record: ProtectedRecord) -> String {
    let parts = record.comparison.disparities.map { disparity in
      "\(disparity.criterion.title): difference "
        + "\(NumberFormat.value(disparity.difference, unit: .ratio)) "
        + "\(NumberFormat.interval(disparity.difference, unit: .ratio) ?? ""), ratio "
        + "\(NumberFormat.value(disparity.ratio, unit: .ratio)) "
        + "\(NumberFormat.interval(disparity.ratio, unit: .ratio) ?? "")"
        + " (\(disparity.claim))"
    }
    guard !parts.isEmpty else {
      return "Groups by \(record.title): fewer than two of them have "
        + "\(GroupComparison.leastRowCount) rows, too few to compare."
    }
    let alarm =
      record.comparison.disparities.contains(where: \.isUneven)
      ? " Below 0.8 is an alarm, not a proof." : ""
    return "Groups by \(record.title). Between the extremes, \(parts.joined(separator: "; ")). "
      + "Extremes differ even among groups that are alike: the p-values say whether groups do.\(alarm)"
  }
}
