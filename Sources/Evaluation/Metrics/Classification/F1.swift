import Schema

extension Metric {
  /// **Formula** 2 TP / (2 TP + FP + FN) of the positive class; the macro average for several classes.
  static let f1 = Metric(
    name: "f1", title: "F1",
    summary: "Harmonic mean of precision and recall; macro average for several classes.",
    tasks: [.binary, .multiclass], direction: .higherIsBetter,
    undefinedWhen:
      "the positive class (of several: any class) is neither true nor predicted anywhere"
  ) { task in
    task == .binary
      ? .counts(CountFunction(form: .f1(1)) { $0.f1(1) })
      : .counts(CountFunction(form: .f1s) { $0.macro { $0.f1($1) } })
  }

  /// `f1` of several classes under an explicit name.
  public static let macroF1 = Metric(
    name: "macro_f1", title: "macro F1",
    summary: "Macro average of F1: the unweighted mean over classes.",
    tasks: [.binary, .multiclass], direction: .higherIsBetter,
    undefinedWhen: "a class is neither true nor predicted anywhere"
  ) { _ in .counts(CountFunction(form: .f1s) { $0.macro { $0.f1($1) } }) }
}
