/// How a regression's errors are spread, and where along the target they lie.
public struct ResidualSummary: Sendable, Hashable {
  /// Prediction minus truth, mean over rows.
  public let bias: Double
  /// Of the absolute errors, in the order of `quantileShares`.
  public let absoluteErrorQuantiles: [Double]
  /// Up to ten groups of rows by rising truth, as equal in size as possible; equal truths stay
  /// together.
  public let groups: [Group]

  /// The shares that `absoluteErrorQuantiles` belong to.
  public static let quantileShares: [Double] = [0, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 1]

  /// Rows whose truths lie side by side.
  public struct Group: Sendable, Hashable {
    public let lowestTruth: Double
    public let highestTruth: Double
    public let rowCount: Int
    /// Above zero in the lowest group and below in the highest: the model leans to the mean.
    public let bias: Double
    public let meanAbsoluteError: Double
    public let rootMeanSquaredError: Double
  }

  /// nil without rows, or with an output or truth that is not finite.
  public init?(_ predictions: Predictions) {
    guard predictions.isEvaluable else { return nil }
    let residuals = predictions.residuals
    let truth = predictions.trueValues
    bias = mean(residuals)
    let errors = residuals.map(\.magnitude).sorted()
    absoluteErrorQuantiles = Self.quantileShares.map { interpolatedQuantile(errors, $0) }
    let order = truth.indices.sorted { truth[$0] != truth[$1] ? truth[$0] < truth[$1] : $0 < $1 }
    var groups: [Group] = []
    var start = 0
    for decile in 1...10 {
      var end = max(start, order.count * decile / 10)
      while end > start, end < order.count, truth[order[end]] == truth[order[end - 1]] { end += 1 }
      guard end > start else { continue }
      groups.append(Group(order[start..<end], truth: truth, residuals: residuals))
      start = end
    }
    self.groups = groups
  }
}

extension ResidualSummary.Group {
  fileprivate init(_ rows: ArraySlice<Int>, truth: [Double], residuals: [Double]) {
    var (sum, magnitudes, squares) = (0.0, 0.0, 0.0)
    var (low, high) = (Double.infinity, -Double.infinity)
    for row in rows {
      sum += residuals[row]
      magnitudes += residuals[row].magnitude
      squares += residuals[row] * residuals[row]
      low = min(low, truth[row])
      high = max(high, truth[row])
    }
    let n = Double(rows.count)
    self.init(
      lowestTruth: low, highestTruth: high, rowCount: rows.count, bias: sum / n,
      meanAbsoluteError: magnitudes / n, rootMeanSquaredError: (squares / n).squareRoot())
  }
}
