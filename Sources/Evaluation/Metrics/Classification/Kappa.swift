import Schema

extension Metric {
  /// Agreement beyond what the margins alone would give.
  ///
  /// **Formula** (a − e) / (1 − e), with agreement a and e = Σ tₖ pₖ / s².
  /// **Source** Cohen 1960, unweighted.
  static let kappa = Metric(
    name: "kappa", title: "Cohen's kappa",
    summary: "Cohen's kappa: agreement with the truth beyond chance.",
    tasks: [.binary, .multiclass], direction: .higherIsBetter,
    undefinedWhen: "all rows are of one class and are given to it"
  ) { _ in
    .counts { counts in
      let total = counts.total
      var cross = 0.0
      for k in 0..<counts.classCount { cross += counts.truthTotal(k) * counts.predictedTotal(k) }
      let square = total * total
      return ratio(counts.hitTotal * total - cross, square - cross)
    }
  }
}
