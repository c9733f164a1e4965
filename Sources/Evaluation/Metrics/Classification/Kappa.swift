import Schema

extension Metric {
  /// Agreement beyond what the class frequencies alone would give.
  ///
  /// **Formula** (a − e) / (1 − e), with agreement a and e = Σ tₖ pₖ / s².
  /// **Source** Cohen 1960, unweighted.
  static let kappa = Metric(
    name: "kappa", title: "Cohen's kappa",
    summary: "Agreement between predictions and true classes beyond chance.",
    tasks: [.binary, .multiclass], direction: .higherIsBetter, range: -1...1,
    undefinedWhen: "all rows are of one class and are predicted as it"
  ) { _ in
    .counts(
      CountFunction(form: .agreement) { counts in
        let total = counts.total
        var cross = 0.0
        for k in 0..<counts.classCount { cross += counts.truthTotal(k) * counts.predictedTotal(k) }
        let square = total * total
        return ratio(counts.hitTotal * total - cross, square - cross)
      })
  }
}
