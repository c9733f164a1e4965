internal import Diagnostics
internal import LinearAlgebra

/// A last line that names a total: it sums up the rows and is none.
enum TotalLine {
  static let advice = "if the last line is no row: data.csv.skip_footer: 1"

  private static let words: Set<String> = [
    "total", "totals", "grand total", "sum", "average", "mean", "summe", "gesamt", "somme",
  ]

  /// A warning for each file whose last row alone has such a word in a column of texts. Columns that
  /// are nearly numeric report it themselves.
  static func warnings(of table: JoinedTable) -> [Diagnostic] {
    table.files.compactMap { file in
      guard let row = file.rows.last, file.rows.count > 2, let location = table.location(of: row)
      else { return nil }
      let column = table.columns.first { column in
        guard case .categories(let codes, let levels) = column.values, codes[row] >= 0,
          isTotal(levels[Int(codes[row])]),
          !file.rows.dropLast().contains(where: {
            codes[$0] == codes[row]
          })
        else { return false }
        return NearlyNumeric(column, style: table.style) == nil
      }
      return column.map {
        Diagnostic(
          .warning, id: "csv-total",
          "the last line of \"\(file.path)\" may be a total: \"\($0.name)\" holds "
            + "\"\($0.values.text(at: row))\" there alone", at: location, notes: [advice])
      }
    }
  }

  private static func isTotal(_ text: String) -> Bool {
    words.contains(
      text.lowercased().split { !$0.isLetter }.joined(separator: " "))
  }
}
