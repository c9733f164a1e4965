/// What a draft has to say about how a file is read.
extension JoinedTable {
  /// Whether most texts of some column begin or end with a blank.
  var hasBlanksAroundCells: Bool {
    columns.contains { column in
      guard case .categories(_, let levels) = column.values else { return false }
      return levels.count { $0.first == " " || $0.last == " " } * 2 > levels.count
    }
  }

  /// Texts among the numbers of a column, and question marks among texts, stand for missing values:
  /// in all columns where they are the same ones, else by column.
  func missingTokens(except target: String?) -> MissingTokens {
    var found: [String: [String]] = [:]
    for column in columns where column.name != target {
      guard case .categories(_, let levels) = column.values else { continue }
      let numeric = NearlyNumeric(column, style: style)
      let tokens = numeric?.missingWords ?? (levels.contains("?") && levels.count > 2 ? ["?"] : [])
      if !tokens.isEmpty { found[column.name] = tokens.sorted() }
    }
    let usual = MissingTokens.usual.general
    guard let first = found.values.first else { return .usual }
    if found.count > 1, found.values.allSatisfy({ $0 == first }) {
      return MissingTokens(general: usual + first)
    }
    return MissingTokens(general: usual, byColumn: found.mapValues { usual + $0 })
  }
}
