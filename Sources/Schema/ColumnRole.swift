/// What a column of the data is used for.
public enum ColumnRole: String, Sendable, Hashable, Codable {
  case number, category, date, drop, target, weight
  /// Its cells name the rows in reports.
  case rowID = "row_id"

  /// Whether inputs of the model are made of it.
  public var isInput: Bool {
    switch self {
    case .number, .category, .date: true
    case .drop, .target, .weight, .rowID: false
    }
  }
}
