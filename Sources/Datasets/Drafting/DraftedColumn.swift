internal import Text

/// A column of which a draft says something.
struct DraftedColumn {
  let name: String
  let role: FeatureRole
  /// Half a sentence for a comment.
  let remark: String
}

/// Columns that need a word in a draft: identifiers, dates, constants, booleans, nearly unique ones.
struct DraftedColumns {
  private(set) var all: [DraftedColumn] = []
  private(set) var rowID: String?

  /// Largest number of distinct whole numbers that may be codes.
  private static let greatestCodeCount = 10
  /// Least number of values, and of distinct ones among them, of a nearly unique column.
  private static let leastUniqueCount = 50
  private static let leastUniqueFraction = 0.95

  init(_ table: JoinedTable, except target: String?) {
    for column in table.columns where column.name != target {
      guard let values = DistinctValues(column.values) else { continue }
      if rowID == nil, table.columns.count > 2, Self.namesRows(column.name, values) {
        rowID = column.name
      } else if let found = Self.drafted(column, values, in: table) {
        all.append(found)
      }
    }
  }

  /// An identifier by name whose values all differ.
  private static func namesRows(_ name: String, _ values: DistinctValues) -> Bool {
    guard values.isComplete, values.isUnique else { return false }
    if NameWords(name).isIdentifier { return values.areWhole || values.texts != nil }
    return name.lowercased().hasSuffix("id") && values.areWhole && values.isAscending
  }

  private static func drafted(
    _ column: Column, _ values: DistinctValues, in table: JoinedTable
  ) -> DraftedColumn? {
    func drafted(_ role: FeatureRole, _ remark: String) -> DraftedColumn {
      DraftedColumn(name: column.name, role: role, remark: remark)
    }
    let count = NumberFormat.count(values.count)
    let distinct = NumberFormat.count(values.distinctCount)
    if values.distinctCount == 0 { return drafted(.drop, "no row has a value") }
    if values.distinctCount == 1 {
      let rows = values.isComplete ? "every row" : "every row that has one"
      return drafted(.drop, "constant: the same value in \(rows)")
    }
    if let texts = values.texts, ColumnRoles.areDates(texts, format: nil) {
      return drafted(.date, "dates: gives year, month, day, weekday, hour and elapsed days")
    }
    if NameWords(column.name).isIdentifier, values.areWhole || values.texts != nil {
      return drafted(
        .drop,
        "an identifier with \(distinct) values in \(count) rows; if rows of one belong together, "
          + "split: {by: {group: \(YAMLText.scalar(column.name))}}")
    }
    if let texts = values.texts {
      if let pair = BooleanWords(texts) {
        return drafted(.category, "a boolean: \(pair.remark)")
      }
      guard NearlyNumeric(column, style: table.style) == nil,
        ColumnRoles.isDropped(levelCount: values.distinctCount, valueCount: values.count)
      else { return nil }
      let isUnique = Double(values.distinctCount) >= leastUniqueFraction * Double(values.count)
      return drafted(
        .drop,
        isUnique
          ? "nearly unique: \(distinct) texts in \(count) rows name the rows"
          : "\(distinct) texts in \(count) rows: too few rows share one")
    }
    guard values.areWhole else { return nil }
    if values.isBinary { return drafted(.number, "a boolean: 0 or 1") }
    if values.numbersRows { return drafted(.drop, "numbers the rows: an identifier") }
    if values.distinctCount > 2, values.distinctCount <= greatestCodeCount {
      return drafted(
        .number, "whole numbers with \(distinct) values: amounts, or codes (category)?")
    }
    if values.count >= leastUniqueCount,
      Double(values.distinctCount) >= leastUniqueFraction * Double(values.count)
    {
      return drafted(
        .number, "nearly unique whole numbers: amounts, or identifiers (drop)?")
    }
    return nil
  }
}

/// Two texts that say yes or no.
private struct BooleanWords {
  let remark: String

  private static let pairs: [Set<String>] = [
    ["true", "false"], ["yes", "no"], ["t", "f"], ["y", "n"], ["on", "off"], ["0", "1"],
  ]

  init?(_ texts: [String]) {
    guard Self.pairs.contains(Set(texts.map { $0.lowercased() })) else { return nil }
    remark = texts.map(YAMLText.comment).joined(separator: " or ")
  }
}

/// Counts of what a column holds; nil for bytes, which are pixels.
private struct DistinctValues {
  /// Cells that have a value.
  let count: Int
  let distinctCount: Int
  let isComplete: Bool
  /// nil for numbers.
  let texts: [String]?
  /// Whether all are whole numbers.
  let areWhole: Bool
  let isAscending: Bool
  /// Whether they count the rows up by one.
  let numbersRows: Bool
  let isBinary: Bool

  var isUnique: Bool { count == distinctCount }

  init?(_ values: Column.Values) {
    switch values {
    case .bytes: return nil
    case .categories(let codes, let levels):
      var isPresent = [Bool](repeating: false, count: levels.count)
      var count = 0
      for code in codes where code >= 0 {
        isPresent[Int(code)] = true
        count += 1
      }
      let present = levels.indices.filter { isPresent[$0] }.map { levels[$0] }
      (self.count, distinctCount, texts) = (count, present.count, present)
      isComplete = count == codes.count
      (areWhole, isAscending, numbersRows, isBinary) = (false, false, false, false)
    case .numbers(let numbers):
      let present = numbers.filter { !$0.isNaN }
      let distinct = Set(present)
      (count, distinctCount, texts) = (present.count, distinct.count, nil)
      isComplete = present.count == numbers.count
      areWhole = present.allSatisfy { $0 == $0.rounded() }
      isAscending = zip(present, present.dropFirst()).allSatisfy { $0 < $1 }
      numbersRows =
        present.count > 2 && isComplete
        && zip(present, present.dropFirst()).allSatisfy { $0 + 1 == $1 }
      isBinary = distinct == [0, 1]
    }
  }
}
