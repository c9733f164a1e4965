/// Whether the first line of a delimited file is a header, by the lines behind it.
struct HeaderGuess {
  let hasHeader: Bool
  /// Why the guess may be wrong; nil for a safe one.
  let doubt: String?

  /// Rows from which a column of texts shows whether the text of the first line occurs again.
  private static let leastRowCount = 20

  private struct Column {
    /// The number in the first line, if it is one.
    var firstNumber: Double?
    var isFirstEmpty = false
    var firstText = ""
    /// Numbers among the cells below it.
    var numbers: [Double] = []
    /// The other cells below it, besides missing ones.
    var textCount = 0
    var distinctTexts: Set<String> = []
  }

  init(_ sample: CSVSample, options: ReadingOptions, style: NumberStyle) {
    guard let first = sample.lines.first else {
      (hasHeader, doubt) = (false, nil)
      return
    }
    if (0..<first.cellCount).contains(where: { options.expectedNames.contains(first.text($0)) }) {
      (hasHeader, doubt) = (true, nil)
      return
    }
    let columns = (0..<first.cellCount).map {
      Self.column($0, of: sample, missing: options.csv.missing.general, style: style)
    }
    let isTextOverNumbers = columns.contains { column in
      column.firstNumber == nil && !column.isFirstEmpty && !column.numbers.isEmpty
        && column.textCount * 10 <= column.numbers.count
    }
    let numbered = columns.filter { $0.firstNumber != nil }
    if numbered.isEmpty {
      if isTextOverNumbers || columns.contains(where: { !$0.numbers.isEmpty }) {
        (hasHeader, doubt) = (true, nil)
      } else if sample.lines.count == 1 {
        (hasHeader, doubt) = (false, nil)
      } else {
        (hasHeader, doubt) = Self.guessAmongTexts(columns, rowCount: sample.lines.count - 1)
      }
      return
    }
    let years = numbered.compactMap(\.firstNumber)
    let areYears =
      years.count > 1 && years.allSatisfy { (1500...2200).contains($0) && $0 == $0.rounded() }
      && zip(years, years.dropFirst()).allSatisfy { $0 < $1 }
    let areOtherNumbers = numbered.allSatisfy { column in
      column.numbers.count { (1500...2200).contains($0) && $0 == $0.rounded() } * 2
        < max(1, column.numbers.count)
    }
    if areYears, areOtherNumbers, sample.lines.count > 1 {
      (hasHeader, doubt) = (
        true, numbered.count < columns.count ? nil : "its numbers look like years"
      )
    } else {
      (hasHeader, doubt) = (
        false,
        isTextOverNumbers ? "it has both numbers and texts above columns of numbers" : nil
      )
    }
  }

  /// Nothing but text: a name occurs once, and a category again and again.
  private static func guessAmongTexts(
    _ columns: [Column], rowCount: Int
  ) -> (hasHeader: Bool, doubt: String?) {
    let repeating = columns.filter { $0.distinctTexts.count * 2 <= $0.textCount }
    guard rowCount >= leastRowCount, !repeating.isEmpty,
      columns.allSatisfy({ !$0.isFirstEmpty && !$0.distinctTexts.contains($0.firstText) })
    else { return (false, "all its columns are text, and so are those of the next lines") }
    return (
      true, "its texts do not occur again in the first \(rowCount) rows, where others repeat"
    )
  }

  private static func column(
    _ index: Int, of sample: CSVSample, missing: [String], style: NumberStyle
  ) -> Column {
    let scanner = DecimalScanner()
    var column = Column()
    for (row, line) in sample.lines.enumerated() where index < line.cellCount {
      let number = line.withCell(index) { cell in
        cell.baseAddress.flatMap { style.value(of: $0, count: cell.count, scanner: scanner) }
      }
      if row == 0 {
        column.firstNumber = number
        column.isFirstEmpty = line.isEmpty(index)
        column.firstText = line.text(index)
      } else if let number {
        column.numbers.append(number)
      } else if !line.isEmpty(index) {
        let text = line.text(index)
        guard !missing.contains(text) else { continue }
        column.textCount += 1
        column.distinctTexts.insert(text)
      }
    }
    return column
  }
}
