import Schema

extension Metric {
  /// **Formula** TP / (TP + FN) of the positive class; of several classes the plain mean.
  static let recall = Metric(
    name: "recall",
    summary: "The share of the positive rows that were found; of several classes the plain mean.",
    tasks: [.binary, .multiclass], direction: .higherIsBetter,
    undefinedWhen: "the positive class (of several: any class) has no rows"
  ) { task in
    task == .binary ? .hitShare(trueClass: 1) : .counts { $0.macro { $0.recall($1) } }
  }

  /// The plain mean of the classes' recalls, under the name that says so.
  static let macroRecall = Metric(
    name: "macro_recall", summary: "The plain mean of the classes' recalls.",
    tasks: [.binary, .multiclass], direction: .higherIsBetter,
    undefinedWhen: "a class has no rows"
  ) { _ in .counts { $0.macro { $0.recall($1) } } }
}
