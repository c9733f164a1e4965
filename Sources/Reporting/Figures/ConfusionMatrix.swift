import Foundation
import Runs
import Text

/// True classes down, predicted classes across, shaded by the share of the true class.
struct ConfusionMatrix {
  let counts: [[Int]]
  let names: [String]

  /// Above it, cells hold no numbers any more.
  private static let numberedLimit = 16

  var html: HTML {
    let body = names.count <= Self.numberedLimit ? table : picture
    return .figure(body, caption: caption, isWide: names.count > 4)
  }

  private var table: HTML {
    let head = HTML(names.map { "<th scope=\"col\"><span>\(HTML.name($0))</span></th>" })
    let rows = counts.enumerated().map { index, row -> HTML in
      let total = max(1, row.reduce(0, +))
      let cells = row.enumerated().map { column, count -> HTML in
        let share = Double(count) / Double(total)
        let style = column == index ? "hit" : "miss"
        // Errors are rare where a model is any good: the root makes them visible.
        let shade = column == index ? share : share.squareRoot()
        let tone = shade > 0.75 ? " deep" : ""
        return count == 0
          ? "<td class=\"none\">·</td>"
          : """
          <td class="\(style)\(tone)"><i style="opacity:\(Self.hundredths(shade))"></i>\
          <b>\(NumberFormat.count(count))</b></td>
          """
      }
      return "<tr><th scope=\"row\">\(HTML.name(name(index)))</th>\(cells)</tr>"
    }
    let large: HTML = names.count <= 3 ? " large" : ""
    return """
      <div class="scroll"><table class="confusion\(large)"><thead><tr><td class="corner">true ↓<br>\
      predicted →</td>\(head)</tr></thead><tbody>\(rows)</tbody></table></div>
      """
  }

  /// Cells only, for many classes.
  private var picture: HTML {
    let size = names.count
    var cells: [HTML] = []
    for (row, counts) in counts.enumerated() {
      let total = max(1, counts.reduce(0, +))
      for (column, count) in counts.enumerated() where count > 0 {
        let share = Double(count) / Double(total)
        cells.append(
          """
          <rect class="\(row == column ? "hit" : "miss")" x="\(column)" y="\(row)" width="1" \
          height="1" opacity="\(Self.hundredths(max(0.08, share.squareRoot())))"/>
          """)
      }
    }
    return """
      <svg class="cells" viewBox="0 0 \(size) \(size)" role="img" aria-label="\(caption)">\
      \(cells)</svg>
      """
  }

  /// The pairs mistaken most often: row, column, count.
  private var mistakes: [(row: Int, column: Int, count: Int)] {
    counts.enumerated().flatMap { row, counts in
      counts.enumerated().filter { $0.offset != row && $0.element > 0 }
        .map { (row: row, column: $0.offset, count: $0.element) }
    }.sorted { ($1.count, $0.row, $0.column) < ($0.count, $1.row, $1.column) }
  }

  private var caption: String {
    let total = counts.joined().reduce(0, +)
    let wrong = mistakes.reduce(0) { $0 + $1.count }
    guard let worst = mistakes.first else {
      return "All \(NumberFormat.count(total, "row")) have the right class."
    }
    return "\(NumberFormat.count(wrong)) of \(NumberFormat.count(total, "row")) have the wrong "
      + "class; most often \"\(name(worst.row))\" is taken for \"\(name(worst.column))\" "
      + "(\(NumberFormat.count(worst.count, "time"))). Shades are shares of the true class."
  }

  private func name(_ index: Int) -> String {
    names.indices.contains(index) ? String(names[index].prefix(80)) : "class \(index)"
  }

  private static func hundredths(_ share: Double) -> String {
    String(Int((share * 100).rounded())).count < 3
      ? "." + (share < 0.095 ? "0" : "") + String(Int((share * 100).rounded())) : "1"
  }
}
