import Schema

extension Metric {
  /// **Formula** TP / (TP + FP) of the positive class; of several classes the plain mean.
  static let precision = Metric(
    name: "precision",
    summary: "The share of the rows called positive that are; of several classes the plain mean.",
    tasks: [.binary, .multiclass], direction: .higherIsBetter,
    undefinedWhen: "no row is given to the positive class (of several: to any one class)"
  ) { task in
    task == .binary ? .precision(predictedClass: 1) : .counts { $0.macro { $0.precision($1) } }
  }

  /// The plain mean of the classes' precisions, under the name that says so.
  static let macroPrecision = Metric(
    name: "macro_precision", summary: "The plain mean of the classes' precisions.",
    tasks: [.binary, .multiclass], direction: .higherIsBetter,
    undefinedWhen: "no row is given to a class"
  ) { _ in .counts { $0.macro { $0.precision($1) } } }
}
