import Schema

extension Metric {
  /// **Formula** (1/n) Σ (ŷ − y)²
  static let mse = Metric(
    meanOver: { squaredErrors($0) }, name: "mse", title: "MSE", summary: "The mean squared error.",
    tasks: [.regression], direction: .lowerIsBetter, unit: "target²")

  /// **Formula** √((1/n) Σ (ŷ − y)²)
  static let rmse = Metric(
    name: "rmse", title: "RMSE",
    summary: "The root of the mean squared error, in the target's own unit.",
    tasks: [.regression], direction: .lowerIsBetter, unit: "target"
  ) { _ in .rowMean({ squaredErrors($0) }, transform: .squareRoot) }
}

/// (ŷ − y)² of each row, [n].
func squaredErrors(_ predictions: Predictions) -> [Double] {
  predictions.residuals.map { $0 * $0 }
}
