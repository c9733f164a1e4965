import Schema

extension Metric {
  /// **Formula** (1/n) Σ (ŷ − y): above zero where the model says too much.
  static let bias = Metric(
    meanOver: { $0.residuals }, name: "bias",
    summary: "The mean of prediction minus truth: above zero where the model says too much.",
    tasks: [.regression], direction: .closestToZeroIsBetter, unit: "target")
}
