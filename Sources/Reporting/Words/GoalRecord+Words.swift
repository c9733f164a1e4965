import Evaluation
import Runs
import Text

extension GoalRecord {
  /// "recall[sex = Female]".
  var subject: String { metricTitle(metric) + (slice.map { "[\($0)]" } ?? "") }

  /// "≥ 0.55".
  var demand: String {
    switch bound {
    case .atLeast(let bound): "≥ \(NumberFormat.exact(bound))\(NumberFormat.suffix(of: unit))"
    case .atMost(let bound): "≤ \(NumberFormat.exact(bound))\(NumberFormat.suffix(of: unit))"
    }
  }

  /// The bound's number.
  var limit: Double {
    switch bound {
    case .atLeast(let limit), .atMost(let limit): limit
    }
  }

  /// Whether the bound lies within the interval, so that other rows could give another verdict.
  var isClose: Bool {
    guard let low = estimate.low, let high = estimate.high else { return false }
    return low < limit && limit < high
  }
}
