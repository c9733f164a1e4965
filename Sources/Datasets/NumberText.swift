/// The text of a number as people write it in a table.
enum NumberText {
  /// `3` rather than `3.0`, otherwise the shortest text that reads back as the same number.
  static func string(_ value: Double) -> String {
    if let whole = Int64(exactly: value), whole.magnitude < 1 << 53 { return String(whole) }
    return value.description
  }
}
