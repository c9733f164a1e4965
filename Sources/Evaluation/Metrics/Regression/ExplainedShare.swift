import LinearAlgebra
import Schema

extension Metric {
  /// **Formula** 1 − Σ (ŷ − y)² / Σ (y − ȳ)², with ȳ the mean of the evaluated rows.
  static let r2 = Metric(
    name: "r2", title: "R²",
    summary: "The share of the target's variance that the model accounts for; 0 is the mean.",
    tasks: [.regression], direction: .higherIsBetter,
    undefinedWhen: "the target is the same in all rows"
  ) { _ in
    .moments(
      { predictions in
        let centred = centred(predictions.trueValues)
        return [squaredErrors(predictions), centred, centred.map { $0 * $0 }]
      },
      combine: { means in
        ratio(means[0], variance(means[1], means[2])).map { 1 - $0 }
      })
  }

  /// **Formula** 1 − Var(ŷ − y) / Var(y): `r2` with the bias forgiven.
  static let explainedVariance = Metric(
    name: "explained_variance",
    summary: "The share of the target's variance accounted for when the bias is forgiven.",
    tasks: [.regression], direction: .higherIsBetter,
    undefinedWhen: "the target is the same in all rows"
  ) { _ in
    .moments(
      { predictions in
        let errors = centred(predictions.residuals)
        let centred = centred(predictions.trueValues)
        return [
          errors, errors.map { $0 * $0 }, centred, centred.map { $0 * $0 },
        ]
      },
      combine: { means in
        ratio(variance(means[0], means[1]), variance(means[2], means[3])).map { 1 - $0 }
      })
  }
}

/// The values minus their mean: moments about a nearby point do not cancel.
private func centred(_ values: [Double]) -> [Double] {
  let centre = values.mean
  // Equal values must give exact zeros, which the rounded mean may not.
  if let first = values.first, values.allSatisfy({ $0 == first }) {
    return [Double](repeating: 0, count: values.count)
  }
  return values.map { $0 - centre }
}

/// The variance from the means of the values and of their squares; what rounding alone could
/// leave of equal values counts as zero.
private func variance(_ mean: Double, _ meanSquare: Double) -> Double {
  let variance = meanSquare - mean * mean
  return variance > 1e-14 * meanSquare ? variance : 0
}
