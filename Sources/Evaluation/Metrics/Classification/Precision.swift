import Schema

extension Metric {
  /// **Formula** TP / (TP + FP) of the positive class; the macro average for several classes.
  static let precision = Metric(
    name: "precision",
    summary:
      "Fraction of predicted positives that are positive; macro average for several classes.",
    tasks: [.binary, .multiclass], direction: .higherIsBetter,
    undefinedWhen: "no row is predicted as the positive class (of several: as any one class)"
  ) { task in
    task == .binary
      ? .precision(predictedClass: 1)
      : .counts(CountFunction(form: .precisions) { $0.macro { $0.precision($1) } })
  }

  /// `precision` of several classes under an explicit name.
  static let macroPrecision = Metric(
    name: "macro_precision",
    summary: "Macro average of precision: the unweighted mean over classes.",
    tasks: [.binary, .multiclass], direction: .higherIsBetter,
    undefinedWhen: "no row is predicted as some class"
  ) { _ in .counts(CountFunction(form: .precisions) { $0.macro { $0.precision($1) } }) }
}
