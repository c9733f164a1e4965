import Schema

extension Metric {
  /// **Formula** the mean of the classes' recalls; chance gives 1 / number of classes.
  static let balancedAccuracy = Metric(
    name: "balanced_accuracy",
    summary: "Mean of the per-class recalls, so that rare classes count as much as frequent ones.",
    tasks: [.binary, .multiclass], direction: .higherIsBetter,
    undefinedWhen: "a class has no rows"
  ) { _ in .counts(CountFunction(form: .recalls) { $0.macro { $0.recall($1) } }) }
}
