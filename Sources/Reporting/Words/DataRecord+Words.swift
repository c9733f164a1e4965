public import Runs
import Text

extension DataRecord.Repeats {
  /// "28 repeated rows kept together"; nil where no row repeats another.
  public var phrase: String? {
    guard count > 0 else { return nil }
    let rows = NumberFormat.count(count, "repeated row")
    switch handling {
    case .together:
      return leftOutCount > 0
        ? "\(NumberFormat.count(leftOutCount, "row")) left out that dev or test repeats"
        : "\(rows) kept together"
    case .apart: return "\(rows) drawn apart"
    case .coincidental: return "\(rows) by chance, drawn apart"
    }
  }
}
