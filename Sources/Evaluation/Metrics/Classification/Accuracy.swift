import Schema

extension Metric {
  /// **Formula** (1/n) Σ [predicted class = true class]
  public static let accuracy = Metric(
    name: "accuracy", summary: "Fraction of rows that are classified correctly.",
    tasks: [.binary, .multiclass], direction: .higherIsBetter,
    rowValues: { predictions in
      let truth = predictions.trueClasses
      let predicted = predictions.predictedClasses
      return (0..<truth.count).map { truth[$0] == predicted[$0] ? 1 : 0 }
    },
    structure: { _ in .hitShare(trueClass: nil) })
}
