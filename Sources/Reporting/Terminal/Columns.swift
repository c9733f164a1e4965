import Text

/// Rows set in columns as wide as their widest cell.
struct Columns {
  enum Alignment {
    case text, number
  }

  let titles: [String]
  let alignments: [Alignment]
  var rows: [[StyledText]] = []

  /// Lines of at most `width` columns: cells of the last column are cut to fit, and columns that
  /// are empty in every row are left out.
  func lines(width: Int, indent: Int = 0) -> [StyledText] {
    let used = titles.indices.filter { index in
      rows.contains { $0.indices.contains(index) && !$0[index].isEmpty }
    }
    let widths = used.map { index in
      max(TextWidth.columns(of: titles[index]), rows.map { $0[index].width }.max() ?? 0)
    }
    let head = used.map { StyledText(titles[$0], .faint) }
    let all =
      (titles.allSatisfy(\.isEmpty) ? [] : [head]) + rows.map { row in used.map { row[$0] } }
    return all.map { cells in
      var line = StyledText(String(repeating: " ", count: indent))
      for (position, cell) in cells.enumerated() {
        let isNumber = alignments[used[position]] == .number
        if position > 0 { line = line + "  " }
        line = line + cell.padded(to: widths[position], isNumber: isNumber)
      }
      return line.cut(to: width)
    }
  }

  /// The table without some of its columns.
  func without(_ indices: some Collection<Int>) -> Columns {
    let kept = titles.indices.filter { !indices.contains($0) }
    var columns = Columns(titles: kept.map { titles[$0] }, alignments: kept.map { alignments[$0] })
    columns.rows = rows.map { row in kept.map { row[$0] } }
    return columns
  }

  /// The rows as a Markdown table.
  var markdown: [String] {
    func line(_ cells: [String]) -> String {
      "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |"
    }
    return [line(titles), line(alignments.map { $0 == .number ? "---:" : "---" })]
      + rows.map { line($0.map { $0.rendered(colors: false) }) }
  }
}

extension StyledText {
  /// The beginning that fits into so many columns.
  func cut(to width: Int) -> StyledText {
    let text = pieces.map(\.text).joined()
    var end = text.endIndex
    while end > text.startIndex, text[text.index(before: end)] == " " {
      end = text.index(before: end)
    }
    guard TextWidth.columns(of: text[..<end]) > width else { return self }
    var cut = StyledText("")
    var room = width
    for piece in pieces {
      let columns = TextWidth.columns(of: piece.text)
      if columns < room {
        cut = cut + StyledText(piece.text, piece.style)
        room -= columns
      } else {
        return cut + StyledText(TextWidth.fitting(piece.text + "…", columns: room), piece.style)
      }
    }
    return cut
  }
}
