import Schema

extension Metric {
  /// The chance that a row of the class is scored above a row of the others, ties counting half.
  ///
  /// **Formula** Mann-Whitney's U over the number of pairs; of several classes the plain mean of
  /// the one-versus-rest areas.
  static let rocAUC = Metric(
    name: "roc_auc", title: "ROC AUC",
    summary: "The area under the ROC curve: how well the classes are ranked apart.",
    tasks: [.binary, .multiclass], direction: .higherIsBetter,
    undefinedWhen: "a class has no rows, or all rows"
  ) { _ in .ranking }
}
