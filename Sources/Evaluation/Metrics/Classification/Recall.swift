import Schema

extension Metric {
  /// **Formula** TP / (TP + FN) of the positive class; the macro average for several classes.
  public static let recall = Metric(
    name: "recall",
    summary: "Fraction of positives that are predicted as such; macro average for several classes.",
    tasks: [.binary, .multiclass], direction: .higherIsBetter,
    undefinedWhen: "the positive class (of several: any class) has no rows"
  ) { task in
    task == .binary
      ? .hitShare(trueClass: 1)
      : .counts(CountFunction(form: .recalls) { $0.macro { $0.recall($1) } })
  }

  /// `recall` of several classes under an explicit name.
  public static let macroRecall = Metric(
    name: "macro_recall", summary: "Macro average of recall: the unweighted mean over classes.",
    tasks: [.binary, .multiclass], direction: .higherIsBetter,
    undefinedWhen: "a class has no rows"
  ) { _ in .counts(CountFunction(form: .recalls) { $0.macro { $0.recall($1) } }) }
}
