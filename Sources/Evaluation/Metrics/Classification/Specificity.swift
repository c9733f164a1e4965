import Schema

extension Metric {
  /// **Formula** TN / (TN + FP)
  static let specificity = Metric(
    name: "specificity", summary: "The share of the negative rows that were left alone.",
    tasks: [.binary], direction: .higherIsBetter, undefinedWhen: "the negative class has no rows"
  ) { _ in .hitShare(trueClass: 0) }
}
