import Schema

extension Metric {
  /// **Formula** TN / (TN + FP)
  static let specificity = Metric(
    name: "specificity", summary: "Fraction of negatives that are predicted as such.",
    tasks: [.binary], direction: .higherIsBetter, undefinedWhen: "the negative class has no rows"
  ) { _ in .hitShare(trueClass: 0) }
}
