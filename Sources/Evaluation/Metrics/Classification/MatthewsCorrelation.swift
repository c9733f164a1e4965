import Schema

extension Metric {
  /// The correlation of true and predicted classes as indicator vectors.
  ///
  /// **Formula** (c s − Σ tₖ pₖ) / √((s² − Σ tₖ²)(s² − Σ pₖ²)), with c correct of s rows, tₖ rows of
  /// class k and pₖ rows predicted as it.
  /// **Source** Gorodkin 2004, "Comparing two K-category assignments" (R_K); for two classes this
  /// is Matthews 1975.
  static let matthewsCorrelation = Metric(
    name: "mcc", title: "MCC",
    summary: "Matthews correlation coefficient: 1 is perfect, 0 is chance.",
    tasks: [.binary, .multiclass], direction: .higherIsBetter, range: -1...1,
    undefinedWhen: "all rows are of one class, or are predicted as one class"
  ) { _ in
    .counts(
      CountFunction(form: .agreement) { counts in
        let total = counts.total
        var (cross, truthSquares, predictedSquares) = (0.0, 0.0, 0.0)
        for k in 0..<counts.classCount {
          let (t, p) = (counts.truthTotal(k), counts.predictedTotal(k))
          cross += t * p
          truthSquares += t * t
          predictedSquares += p * p
        }
        let square = total * total
        let spread = (square - truthSquares) * (square - predictedSquares)
        return ratio(counts.hitTotal * total - cross, max(0, spread).squareRoot())
      })
  }
}
