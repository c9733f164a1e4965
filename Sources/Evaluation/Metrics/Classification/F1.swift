import Schema

extension Metric {
  /// **Formula** 2 TP / (2 TP + FP + FN) of the positive class; of several classes the plain mean.
  static let f1 = Metric(
    name: "f1", title: "F1",
    summary: "Precision and recall in one (harmonic mean); of several classes the plain mean.",
    tasks: [.binary, .multiclass], direction: .higherIsBetter,
    undefinedWhen:
      "the positive class (of several: any class) is neither true nor predicted anywhere"
  ) { task in
    task == .binary ? .counts { $0.f1(1) } : .counts { $0.macro { $0.f1($1) } }
  }

  /// The plain mean of the classes' F1, under the name that says so.
  static let macroF1 = Metric(
    name: "macro_f1", title: "macro F1", summary: "The plain mean of the classes' F1.",
    tasks: [.binary, .multiclass], direction: .higherIsBetter,
    undefinedWhen: "a class is neither true nor predicted anywhere"
  ) { _ in .counts { $0.macro { $0.f1($1) } } }
}
