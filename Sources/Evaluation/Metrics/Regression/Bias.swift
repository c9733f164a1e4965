import Schema

extension Metric {
  /// **Formula** (1/n) Σ (ŷ − y): positive where the model predicts too high.
  static let bias = Metric(
    meanOver: { $0.residuals }, name: "bias",
    summary: "Mean of prediction minus true value: positive where the model predicts too high.",
    tasks: [.regression], direction: .closestToZeroIsBetter, unit: .target)
}
