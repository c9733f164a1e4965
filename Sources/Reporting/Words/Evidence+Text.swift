import Findings
import Text

extension Evidence {
  /// What stands beside its title: "test 0.41, dev 0.38".
  var text: String {
    switch self {
    case .text(_, let text): text
    case .number(_, let value), .neededLoss(let value): NumberFormat.number(value)
    case .fraction(_, let value), .accuracy(let value): NumberFormat.percent(value)
    case .scores(_, let scores):
      scores.map { "\($0.label) \(NumberFormat.number($0.value))" }.joined(separator: ", ")
    case .curve(_, let series, let values): Self.summary(of: series, values)
    case .subsetLosses(let run, _, let values): Self.summary(of: run, values)
    case .rows(_, let ids, let names): Self.list(names, of: ids.count)
    case .names(_, let names, let count): Self.list(names.map { "\"\($0)\"" }, of: count)
    }
  }

  /// Up to eight values; of more the first and the last.
  private static func summary(of series: String?, _ values: [Double]) -> String {
    let shown = values.map { NumberFormat.number($0) }
    let text =
      if shown.count <= 8 {
        shown.joined(separator: ", ")
      } else {
        "\(shown[0]) → \(shown[shown.count - 1])"
      }
    return [series, text].compactMap { $0.flatMap { $0.isEmpty ? nil : $0 } }
      .joined(separator: ": ")
  }

  private static func list(_ names: [String], of count: Int) -> String {
    let shown = names.joined(separator: ", ")
    return count > names.count ? "\(shown), … (\(NumberFormat.count(count)) in all)" : shown
  }
}
