import Schema

extension Metric {
  /// **Formula** (1/n) Σ |ŷ − y|
  public static let mae = Metric(
    meanOver: { absoluteErrors($0) }, name: "mae", title: "MAE",
    summary: "Mean absolute error, in the unit of the target.",
    tasks: [.regression], direction: .lowerIsBetter, unit: .target)

  /// **Formula** the median of |ŷ − y|, of an even number of rows the mean of the middle two.
  static let medianAbsoluteError = Metric(
    name: "median_absolute_error",
    summary: "Median of the absolute errors, in the unit of the target.",
    tasks: [.regression], direction: .lowerIsBetter, unit: .target
  ) { _ in .median { absoluteErrors($0) } }

  /// **Formula** max |ŷ − y|
  static let maxError = Metric(
    name: "max_error", title: "maximum error",
    summary: "Largest absolute error of a row, in the unit of the target.",
    tasks: [.regression], direction: .lowerIsBetter, unit: .target
  ) { _ in .greatest { absoluteErrors($0) } }
}

/// |ŷ − y| of each row, [n].
func absoluteErrors(_ predictions: Predictions) -> [Double] {
  predictions.residuals.map(\.magnitude)
}
