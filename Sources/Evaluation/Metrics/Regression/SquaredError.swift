import Schema

extension Metric {
  /// **Formula** (1/n) Σ (ŷ − y)²
  static let mse = Metric(
    meanOver: { squaredErrors($0) }, name: "mse", title: "MSE",
    summary: "Mean squared error, in the squared unit of the target.",
    tasks: [.regression], direction: .lowerIsBetter, unit: .squaredTarget)

  /// **Formula** √((1/n) Σ (ŷ − y)²)
  public static let rmse = Metric(
    name: "rmse", title: "RMSE",
    summary: "Root mean squared error, in the unit of the target.",
    tasks: [.regression], direction: .lowerIsBetter, unit: .target
  ) { _ in .rowMean({ squaredErrors($0) }, transform: .squareRoot) }
}

/// (ŷ − y)² of each row, [n].
func squaredErrors(_ predictions: Predictions) -> [Double] {
  predictions.residuals.map { $0 * $0 }
}
