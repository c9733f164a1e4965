import Schema

extension Metric {
  /// **Formula** Σ (Rⱼ − Rⱼ₋₁) Pⱼ over the distinct scores from the greatest down: steps, not
  /// trapezoids; equal scores are taken together. Compare it with the fraction of positive rows,
  /// which is what chance gives.
  static let averagePrecision = Metric(
    name: "average_precision",
    summary: "Area under the precision-recall curve of the positive class, as a step function.",
    tasks: [.binary], direction: .higherIsBetter, undefinedWhen: "the positive class has no rows"
  ) { _ in .averagePrecision }
}
