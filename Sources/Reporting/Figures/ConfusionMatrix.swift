import Foundation
import Runs
import Text

/// A confusion matrix: true classes down, predicted classes across, shaded by recall.
struct ConfusionMatrix {
  let counts: [[Int]]
  let names: [String]

  /// The largest number of classes whose cells show numbers.
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
        let fraction = Double(count) / Double(total)
        let style = column == index ? "hit" : "miss"
        // Errors are rare where a model is any good: the root makes them visible.
        let shade = column == index ? fraction : fraction.squareRoot()
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

  /// The matrix without numbers, for many classes.
  private var picture: HTML {
    let size = names.count
    var cells: [HTML] = []
    for (row, counts) in counts.enumerated() {
      let total = max(1, counts.reduce(0, +))
      for (column, count) in counts.enumerated() where count > 0 {
        let fraction = Double(count) / Double(total)
        cells.append(
          """
          <rect class="\(row == column ? "hit" : "miss")" x="\(column)" y="\(row)" width="1" \
          height="1" opacity="\(Self.hundredths(max(0.08, fraction.squareRoot())))"/>
          """)
      }
    }
    return """
      <svg class="cells" viewBox="0 0 \(size) \(size)" role="img" aria-label="\(caption)">\
      \(cells)</svg>
      """
  }

  /// The most frequent confusions: row, column, count.
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
      return "All \(NumberFormat.count(total, "row")) are classified correctly."
    }
    return "\(NumberFormat.count(wrong)) of \(NumberFormat.count(total, "row")) are "
      + "misclassified; most often \"\(name(worst.row))\" as \"\(name(worst.column))\" "
      + "(\(NumberFormat.count(worst.count, "time"))). Shades are fractions of the true class."
  }

  private func name(_ index: Int) -> String {
    names.indices.contains(index) ? String(names[index].prefix(80)) : "class \(index)"
  }

  private static func hundredths(_ fraction: Double) -> String {
    String(Int((fraction * 100).rounded())).count < 3
      ? "." + (fraction < 0.095 ? "0" : "") + String(Int((fraction * 100).rounded())) : "1"
  }
}
