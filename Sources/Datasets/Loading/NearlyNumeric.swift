internal import Diagnostics
internal import LinearAlgebra
import Text

/// A column of text that is meant as numbers: nearly all of its cells are numbers, or all are in
/// another way of writing them.
struct NearlyNumeric {
  private enum Kind {
    /// Texts among the numbers, in the order of their rows.
    case exceptions([String], firstRow: Int)
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

  private static let styles = [
    Style(
      "a decimal comma", "data.csv.decimal: \",\"", decimal: ",", thousands: nil),
    Style(
      "commas between thousands", "data.csv.thousands: \",\"", decimal: ".", thousands: ","),
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

  /// For numbers without a separator.
  private static let signs = Style(
    "a currency or percent sign", "data.csv.thousands: \",\"", decimal: ".", thousands: ",")

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
    let possible =
      [style] + Self.styles.map(\.style).filter { $0 != style && style == .plain }
    guard possible.contains(where: { numbers($0, of: quick).contains { $0 != nil } }) else {
      return nil
    }
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
    let others = levels.indices.filter { plain[$0] == nil && counts[$0] > 0 }.map { levels[$0] }
    let distinctCount = Set(plain.compactMap { $0 }).count
    let plainCount = count(plain)
    if !others.isEmpty, plainCount > 0 {
      let areMissing = others.allSatisfy { Self.isMissingWord($0) } && distinctCount > 1
      let areFew =
        Double(plainCount) >= Self.leastNumberFraction * Double(cellCount)
        && distinctCount > Self.leastNumberCount
      if areMissing || areFew {
        numberCount = plainCount
        kind = .exceptions(others, firstRow: firstRow(plain))
        return
      }
    }
    guard !others.isEmpty, style == .plain else { return nil }
    let first = levels.prefix(Self.sampleCount)
    let used = Self.styles.filter { style in
      style.separators.allSatisfy { separator in first.contains { $0.contains(separator) } }
        && numbers(style.style, of: first).count { $0 != nil } * 2 > first.count
    }
    let fitting = (used + [Self.signs]).compactMap { style -> (Style, Int)? in
      let count = count(numbers(style.style, of: levels))
      let fits = Double(count) >= Self.leastNumberFraction * Double(cellCount)
      return fits && count > plainCount ? (style, count) : nil
    }
    guard let most = fitting.map(\.1).max() else { return nil }
    numberCount = most
    let best = fitting.filter { $0.1 == most }.map(\.0)
    // What the signs' style reads, another one may read by its separators too.
    kind = .styles(
      best.count > 1 ? best.filter { $0.words != Self.signs.words } : best,
      firstRow: firstRow(plain))
  }

  private static func isMissingWord(_ text: String) -> Bool {
    let word = text.lowercased().filter { !$0.isWhitespace }
    return word.isEmpty || missingWords.contains(word)
  }

  /// The texts among the numbers, where all are words for a missing value.
  var missingWords: [String]? {
    guard case .exceptions(let texts, _) = kind, texts.allSatisfy(Self.isMissingWord) else {
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
    case .exceptions(let texts, let row):
      return Diagnostic(
        .warning, id: "data-nearly-numeric",
        "\(numberShare) of \"\(name)\" are numbers; \(table.place(of: row)) holds "
          + "\(shown(texts)), which \(texts.count == 1 ? "is" : "are") read as missing",
        at: table.location(of: row),
        notes: [
          "to say so without this warning: \(request.missingSetting(texts, in: name))"
        ] + footer(row, in: table) + [asText])
    case .styles(let styles, let row):
      return Diagnostic(
        .warning, id: "data-nearly-numeric",
        "\(numberShare) of \"\(name)\" are numbers with \(words(styles)), and are read as text; "
          + "\(table.place(of: row)) holds \(example(row))",
        at: table.location(of: row),
        notes: ["to read them as numbers: \(settings(styles))", asText])
    }
  }

  /// That a target is neither numbers nor classes.
  func targetError(in table: JoinedTable, request: DataRequest) -> Diagnostic {
    let name = column.name
    let asClasses = "if every text is a class: data.task: multiclass"
    switch kind {
    case .exceptions(let texts, let row):
      return Diagnostic(
        id: "data-target-nearly-numeric",
        "the target \"\(name)\" must hold numbers or classes; \(numberShare) are numbers, and "
          + "\(table.place(of: row)) holds \(shown(texts))",
        at: table.location(of: row),
        notes: [
          "if \(texts.count == 1 ? "it means" : "they mean") a missing value: "
            + "\(request.missingSetting(texts, in: name)) and data.rows_without_target: drop"
        ] + footer(row, in: table) + [asClasses])
    case .styles(let styles, let row):
      return Diagnostic(
        id: "data-target-nearly-numeric",
        "the target \"\(name)\" must hold numbers or classes; \(numberShare) are numbers with "
          + "\(words(styles)), and \(table.place(of: row)) holds \(example(row))",
        at: table.location(of: row),
        notes: ["to read them as numbers: \(settings(styles))", asClasses])
    }
  }

  private var numberShare: String {
    "\(NumberFormat.count(numberCount)) of \(NumberFormat.count(cellCount, "cell"))"
  }

  private func shown(_ texts: [String]) -> String {
    let list = texts.prefix(4).map { "\"\($0)\"" }.joined(separator: ", ")
    return texts.count > 4 ? "\(list) and \(texts.count - 4) more texts" : list
  }

  private func example(_ row: Int) -> String { "\"\(column.values.text(at: row))\"" }

  private func words(_ styles: [Style]) -> String {
    styles.map(\.words).joined(separator: ", or with ")
  }

  private func settings(_ styles: [Style]) -> String {
    styles.map(\.setting).joined(separator: ", or ")
  }

  /// A total in the last line is no row.
  private func footer(_ row: Int, in table: JoinedTable) -> [String] {
    guard let file = table.file(of: row), row == file.rows.upperBound - 1 else { return [] }
    return ["if the last line is no row: data.csv.skip_footer: 1"]
  }
}

extension DataRequest {
  /// The setting that makes texts of a column missing ones, besides what is missing already.
  fileprivate func missingSetting(_ texts: [String], in column: String) -> String {
    func list(_ tokens: [String]) -> String {
      "[\(tokens.map(YAMLText.quoted).joined(separator: ", "))]"
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
