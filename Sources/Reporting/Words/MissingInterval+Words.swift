public import Evaluation
import Text

extension MissingInterval {
  /// "only 3 rows of fraud"; nil where the missing value says it already.
  public var reason: String? {
    switch self {
    case .undefinedMetric: nil
    case .fewRows(let count): "only \(NumberFormat.count(count, "row"))"
    case .fewRowsOfClass(let name, let count): "only \(NumberFormat.count(count, "row")) of \(name)"
    case .noSpread: "all rows are alike"
    case .dominantRow(let share): "one row makes up \(NumberFormat.percent(share)) of the loss"
    case .heavyTails(let kurtosis, let limit):
      "heavy-tailed errors, kurtosis \(NumberFormat.significant(kurtosis, 2)), "
        + "limit \(NumberFormat.significant(limit, 2)) with so many rows"
    case .greatestRow: "other rows may exceed the greatest"
    case .undefinedResamples(let count, let total):
      "undefined in \(NumberFormat.count(count)) of \(NumberFormat.count(total)) resamples"
    }
  }
}
