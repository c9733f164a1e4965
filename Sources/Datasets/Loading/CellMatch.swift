internal import LinearAlgebra

/// The cells that a text of the spec means: those with the same text; if there are none, those with the
/// same number, since `1.0` in a spec means a cell `1`.
enum CellMatch {
  /// Whole numbers below this size are exact as doubles; larger ones are only equal as texts.
  private static let greatestExactNumber = 0x1p53

  /// The indices of the levels that a text means, ascending.
  static func indices(of text: String, among levels: [String]) -> [Int] {
    let same = levels.indices.filter { levels[$0] == text }
    guard same.isEmpty, let number = number(text) else { return same }
    return levels.indices.filter { self.number(levels[$0]) == number }
  }

  /// The number a text stands for, if texts of the same number can be said to mean the same.
  static func number(_ text: String) -> Double? {
    guard let number = DecimalScanner().value(of: Array(text.utf8)), number.isFinite,
      abs(number) < greatestExactNumber
    else { return nil }
    return number
  }
}

extension Dataset {
  /// The rows among `rows` with these values, written as in a spec, in these columns.
  ///
  /// An empty value means a missing cell. Columns that the table lacks have no such rows.
  public func rows(_ rows: [Int], where conditions: [(column: String, value: String)]) -> [Int] {
    conditions.reduce(rows) { rows, condition in
      guard let column = table[condition.column] else { return [] }
      if condition.value.isEmpty { return rows.filter { column.values.isMissing(at: $0) } }
      switch column.values {
      case .categories(let codes, let levels):
        let wanted = Set(
          CellMatch.indices(of: condition.value, among: levels).map { Int32($0) })
        return rows.filter { wanted.contains(codes[$0]) }
      case .numbers, .bytes:
        let numbers = column.values.numberElements
        let wanted = DecimalScanner().value(of: Array(condition.value.utf8))
        return rows.filter { numbers[$0] == wanted }
      }
    }
  }
}
