import Schema

extension Metric {
  /// The probability that a row of the class has a higher score than a row of the others; ties count
  /// half.
  ///
  /// **Formula** Mann-Whitney's U over the number of pairs; the macro average for several classes of
  /// the one-versus-rest areas.
  public static let rocAUC = Metric(
    name: "roc_auc", title: "ROC AUC",
    summary: "Area under the ROC curve; macro average of one-vs-rest for several classes.",
    tasks: [.binary, .multiclass], direction: .higherIsBetter,
    undefinedWhen: "a class has no rows, or all rows"
  ) { _ in .ranking }
}
