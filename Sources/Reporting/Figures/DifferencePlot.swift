import Evaluation
import Text

/// Differences in one metric, each with its interval, on one scale around zero.
struct DifferencePlot {
  struct Row {
    let title: HTML
    let note: String
    let comparison: Comparison
  }

  let direction: Direction
  let rows: [Row]
  /// The first sentence of the caption.
  let claim: String

  /// The figure; nil where nothing can be drawn.
  var html: HTML? {
    guard !rows.isEmpty, let scale = Scale(of: values, padding: 0.08, including: 0) else {
      return nil
    }
    let isHigherBetter = direction == .higherIsBetter
    let lines = rows.map { row -> HTML in
      let comparison = row.comparison
      let drawing = IntervalStrip(
        scale: scale, value: comparison.difference, low: comparison.low, high: comparison.high,
        reference: 0, wantsAbove: isHigherBetter, tone: comparison.verdict.tone)
      return """
        <div class="row"><div class="who">\(row.title)<small>\(row.note)</small></div>\
        <div class="drawn">\(drawing.html)</div>\
        <div class="said"><b>\(NumberFormat.difference(comparison))</b> \
        \(NumberFormat.interval(comparison) ?? "")\
        <small>\(HTML.mark(comparison.verdict.tone, comparison.verdict.symbol)) \
        \(comparison.claim)<span class="grounds"> · \(comparison.grounds)</span></small></div></div>
        """
    }
    let axis: HTML = """
      <div class="row axis"><div class="who"></div><div class="drawn"><span>\
      ← \(isHigherBetter ? "worse" : "better")</span><span>\
      \(isHigherBetter ? "better" : "worse") →</span></div><div class="said"></div></div>
      """
    return .figure(
      "<div class=\"rows\">\(lines)\(axis)</div>", caption: caption(scale), isWide: true)
  }

  /// The values the scale must hold; a baseline far off must not compress the others.
  private var values: [Double] {
    let extents = rows.map { row in
      [row.comparison.difference, row.comparison.low, row.comparison.high].compactMap { $0 }
        .filter(\.isFinite)
    }
    let sizes = extents.compactMap { $0.map(abs).max() }.filter { $0 > 0 }
    let limit = (sizes.min() ?? 0) * 8
    return extents.filter { ($0.map(abs).max() ?? 0) <= limit }.flatMap { $0 }
  }

  private func caption(_ scale: Scale) -> String {
    let level = rows.first.map { NumberFormat.level($0.comparison.level) } ?? ""
    let hasArrow = rows.contains { row in
      row.comparison.difference < scale.low || row.comparison.difference > scale.high
    }
    return claim + " Dots are differences, lines their \(level) intervals; a difference whose "
      + "interval crosses zero is not significant."
      + (hasArrow ? " An arrow points beyond the scale." : "")
  }
}

extension Collection<Comparison.Verdict> {
  /// "better than 2, not significantly different from 1".
  var tally: String {
    let words: [(Comparison.Verdict, String)] = [
      (.better, "better than"), (.equivalent, "equivalent to"), (.worse, "worse than"),
      (.inconclusive, "not significantly different from"), (.consistent, "consistent with"),
      (.ahead, "ahead of"), (.behind, "behind"),
    ]
    return words.compactMap { verdict, words in
      let count = count { $0 == verdict }
      return count == 0 ? nil : "\(words) \(count)"
    }.joined(separator: ", ")
  }
}
