import Schema

extension Metric {
  /// **Formula** the mean of the classes' recalls; chance gives 1 / number of classes.
  static let balancedAccuracy = Metric(
    name: "balanced_accuracy",
    summary: "The mean of the classes' recalls: rare classes count fully.",
    tasks: [.binary, .multiclass], direction: .higherIsBetter,
    undefinedWhen: "a class has no rows"
  ) { _ in .counts { $0.macro { $0.recall($1) } } }
}
