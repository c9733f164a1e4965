internal import Diagnostics
internal import LinearAlgebra
import Text

/// A column of text that is meant as numbers: nearly all of its cells are numbers, or all are in
/// another way of writing them.
struct NearlyNumeric {
  private enum Kind {
    /// Texts among the numbers, in the order of their rows, and ways of writing numbers that read
    /// those of them that are no words for missing values.
    case exceptions([String], firstRow: Int, readBy: [Style])
    /// Ways of writing numbers that fit the cells.
    case styles([Style], firstRow: Int)
  }

  /// A way of writing numbers that a spec can state.
  private struct Style {
    let words: String
    let setting: String
    let style: NumberStyle
    /// The separators that are not the usual ones.
    let separators: [Character]

    init(_ words: String, _ setting: String, decimal: Character, thousands: Character?) {
      (self.words, self.setting) = (words, setting)
      style = NumberStyle(decimal: decimal, thousands: thousands)
      separators = (decimal == "." ? [] : [decimal]) + (thousands.map { [$0] } ?? [])
    }
  }

  /// Where several fit, the earlier ones are the likelier.
  private static let styles = [
    Style(
      "commas between thousands", "data.csv.thousands: \",\"", decimal: ".", thousands: ","),
    Style(
      "a decimal comma", "data.csv.decimal: \",\"", decimal: ",", thousands: nil),
    Style(
      "points between thousands and a decimal comma",
      "data.csv: {decimal: \",\", thousands: \".\"}", decimal: ",", thousands: "."),
    Style(
      "apostrophes between thousands", "data.csv.thousands: \"'\"", decimal: ".", thousands: "'"),
    Style("blanks between thousands", "data.csv.thousands: \" \"", decimal: ".", thousands: " "),
    Style(
      "blanks between thousands and a decimal comma",
      "data.csv: {decimal: \",\", thousands: \" \"}", decimal: ",", thousands: " "),
  ]

  /// The other styles than one.
  private static func styles(besides style: NumberStyle) -> [Style] {
    let point = Style(
      style == .plain ? "a currency or percent sign" : "a decimal point",
      "data.csv.decimal: \".\"", decimal: ".", thousands: nil)
    return ([point] + styles).filter { $0.style != style }
  }

  /// Texts that usually stand for a missing value, in lower case; so do blanks.
  private static let missingWords: Set<String> = [
    "?", "-", "--", ".", "na", "n/a", "#n/a", "nan", "null", "none", "nil", "missing", "unknown",
  ]
  /// Least fraction of numbers among the cells where the exceptions are other texts.
  private static let leastNumberFraction = 0.9
  /// Numbers from which a column with other texts among them is no column of codes.
  private static let leastNumberCount = 20
  /// Texts that are looked at before a column is known to have no numbers.
  private static let quickCount = 50
  /// Texts of which most must be numbers in a way of writing them that is looked at further.
  private static let sampleCount = 1000

  private let column: Column
  private let style: NumberStyle
  private let kind: Kind
  private let cellCount: Int
  private let numberCount: Int

  init?(_ column: Column, style: NumberStyle) {
    guard case .categories(let codes, let levels) = column.values, !levels.isEmpty else {
      return nil
    }
    let scanner = DecimalScanner()
    func numbers(_ style: NumberStyle, of levels: some Sequence<String>) -> [Double?] {
      levels.map { style.value(of: $0, scanner: scanner) }
    }
    let quick = levels.prefix(Self.quickCount)
    let others = Self.styles(besides: style)
    guard
      ([style] + others.map(\.style)).contains(where: {
        numbers($0, of: quick).contains { $0 != nil }
      })
    else { return nil }
    var counts = [Int](repeating: 0, count: levels.count)
    for code in codes where code >= 0 { counts[Int(code)] += 1 }
    let cellCount = counts.reduce(0, +)
    func count(_ numbers: [Double?]) -> Int {
      zip(numbers, counts).reduce(0) { $0 + ($1.0 == nil ? 0 : $1.1) }
    }
    self.column = column
    self.style = style
    self.cellCount = cellCount
    func firstRow(_ numbers: [Double?]) -> Int {
      codes.firstIndex { $0 >= 0 && numbers[Int($0)] == nil } ?? 0
    }
    let plain = numbers(style, of: levels)
    let texts = levels.indices.filter { plain[$0] == nil && counts[$0] > 0 }.map { levels[$0] }
    let distinctCount = Set(plain.compactMap { $0 }).count
    let plainCount = count(plain)
    guard !texts.isEmpty else { return nil }
    let used = others.filter { style in
      style.separators.allSatisfy { separator in
        texts.prefix(Self.sampleCount).contains { NumberStyle.contains(separator, in: $0) }
      }
    }
    if plainCount > 0 {
      let words = texts.filter { !Self.isMissingWord($0) }
      let areMissing = words.isEmpty && distinctCount > 1
      let areFew =
        Double(plainCount) >= Self.leastNumberFraction * Double(cellCount)
        && distinctCount > Self.leastNumberCount
      if areMissing || areFew {
        numberCount = plainCount
        let fitting = used.filter { style in
          !words.isEmpty && numbers(style.style, of: words).allSatisfy { $0 != nil }
        }
        kind = .exceptions(texts, firstRow: firstRow(plain), readBy: fitting)
        return
      }
    }
    let sample = levels.prefix(Self.sampleCount)
    let fitting = used.filter { style in
      numbers(style.style, of: sample).count { $0 != nil } * 2 > sample.count
    }.compactMap { style -> (Style, Int)? in
      let count = count(numbers(style.style, of: levels))
      let fits = Double(count) >= Self.leastNumberFraction * Double(cellCount)
      return fits && count > plainCount ? (style, count) : nil
    }
    guard let most = fitting.map(\.1).max() else { return nil }
    numberCount = most
    kind = .styles(fitting.filter { $0.1 == most }.map(\.0), firstRow: firstRow(plain))
  }

  private static func isMissingWord(_ text: String) -> Bool {
    let word = text.lowercased().filter { !$0.isWhitespace }
    return word.isEmpty || missingWords.contains(word)
  }

  /// The texts among the numbers, where all are words for a missing value.
  var missingWords: [String]? {
    guard case .exceptions(let texts, _, _) = kind, texts.allSatisfy(Self.isMissingWord) else {
      return nil
    }
    return texts
  }

  /// The column as numbers, its other cells missing; nil if it has to be read in another way.
  func numbers(in scratch: ScratchFile?) -> Column? {
    guard case .exceptions = kind else { return nil }
    return column.asNumbers(style: style, in: scratch)
  }

  /// That the column of an input is read as numbers with missing cells, or is left as text.
  func warning(in table: JoinedTable, request: DataRequest) -> Diagnostic {
    let name = column.name
    let asText = "to read it as text: data.features: {\(YAMLText.scalar(name)): category}"
    switch kind {
    case .exceptions(let texts, let row, let styles):
      return Diagnostic(
        .warning, id: "data-nearly-numeric",
        "\(numberShare) of \"\(name)\" are numbers; \(table.place(of: row)) holds "
          + "\(shown(texts)), which \(texts.count == 1 ? "is" : "are") read as missing",
        at: table.location(of: row),
        notes: [
          "to say so without this warning: \(request.missingSetting(texts, in: name))"
        ] + asNumbers(styles, request) + footer(row, in: table) + [asText])
    case .styles(let styles, let row):
      return Diagnostic(
        .warning, id: "data-nearly-numeric",
        "\(numberShare) of \"\(name)\" are numbers with \(words(styles)), and are read as text; "
          + "\(table.place(of: row)) holds \(example(row))",
        at: table.location(of: row),
        notes: ["to read them as numbers: \(settings(styles, request))", asText])
    }
  }

  /// That a target is neither numbers nor classes.
  func targetError(in table: JoinedTable, request: DataRequest) -> Diagnostic {
    let name = column.name
    let asClasses = "if every text is a class: data.task: multiclass"
    switch kind {
    case .exceptions(let texts, let row, let styles):
      return Diagnostic(
        id: "data-target-nearly-numeric",
        "the target \"\(name)\" must hold numbers or classes; \(numberShare) are numbers, and "
          + "\(table.place(of: row)) holds \(shown(texts))",
        at: table.location(of: row),
        notes: [
          "if \(texts.count == 1 ? "it means" : "they mean") a missing value: "
            + "\(request.missingSetting(texts, in: name)) and data.rows_without_target: drop"
        ] + asNumbers(styles, request) + footer(row, in: table) + [asClasses])
    case .styles(let styles, let row):
      return Diagnostic(
        id: "data-target-nearly-numeric",
        "the target \"\(name)\" must hold numbers or classes; \(numberShare) are numbers with "
          + "\(words(styles)), and \(table.place(of: row)) holds \(example(row))",
        at: table.location(of: row),
        notes: ["to read them as numbers: \(settings(styles, request))", asClasses])
    }
  }

  private var numberShare: String {
    "\(NumberFormat.count(numberCount)) of \(NumberFormat.count(cellCount, "cell"))"
  }

  private func shown(_ texts: [String]) -> String {
    let list = texts.prefix(4).map { "\"\($0)\"" }.joined(separator: ", ")
    return texts.count > 4
      ? "\(list) and \(NumberFormat.count(texts.count - 4, "more text"))" : list
  }

  private func example(_ row: Int) -> String { "\"\(column.values.text(at: row))\"" }

  private func words(_ styles: [Style]) -> String {
    styles.map(\.words).joined(separator: ", or with ")
  }

  /// What reads the texts among the numbers as numbers too.
  private func asNumbers(_ styles: [Style], _ request: DataRequest) -> [String] {
    styles.map { "if they are numbers with \($0.words): \(settings([$0], request))" }
  }

  private func settings(_ styles: [Style], _ request: DataRequest) -> String {
    guard request.hasDelimitedText else {
      return "REPLACE and CAST(… AS REAL) in the query"
    }
    return styles.map(\.setting).joined(separator: ", or ")
  }

  private func footer(_ row: Int, in table: JoinedTable) -> [String] {
    guard let file = table.file(of: row), row == file.rows.upperBound - 1,
      table.location(of: row) != nil
    else { return [] }
    return [TotalLine.advice]
  }
}

extension DataRequest {
  /// The setting that makes texts of a column missing ones, besides what is missing already; for a
  /// database, the expression of its query.
  func missingSetting(_ texts: [String], in column: String) -> String {
    guard hasDelimitedText else {
      return texts.prefix(1).map { "NULLIF(\(column), '\($0)')" }.joined() + " in the query"
    }
    func list(_ tokens: [String]) -> String {
      "[\(tokens.map(YAML.quoted).joined(separator: ", "))]"
    }
    if csv.missing.byColumn.isEmpty, csv.missing != .usual {
      return "data.csv.missing: \(list(csv.missing.general + texts))"
    }
    var tokens = csv.missing.byColumn
    tokens[column] = csv.missing[column].filter { !$0.isEmpty } + texts
    let entries = tokens.sorted { $0.key < $1.key }.map {
      "\(YAMLText.scalar($0.key)): \(list($0.value))"
    }
    return "data.csv.missing: {\(entries.joined(separator: ", "))}"
  }
}

extension Column {
  /// The column with its texts as numbers; texts that are no numbers become missing.
  func asNumbers(style: NumberStyle, in scratch: ScratchFile? = nil) -> Column {
    guard case .categories(let codes, let levels) = values else { return self }
    let scanner = DecimalScanner()
    let numbers = levels.map { style.value(of: $0, scanner: scanner) ?? .nan }
    let cells = codes.map { $0 < 0 ? Double.nan : numbers[Int($0)] }
    return Column(
      name: name,
      values: .numbers(
        scratch == nil
          ? ElementStorage(cells) : ElementStorage(joining: [ElementStorage(cells)], in: scratch)))
  }
}
