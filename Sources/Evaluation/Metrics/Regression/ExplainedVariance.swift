import LinearAlgebra
import Schema

extension Metric {
  /// **Formula** 1 − Σ (ŷ − y)² / Σ (y − ȳ)², with ȳ the mean of the evaluated rows.
  public static let r2 = Metric(
    name: "r2", title: "R²",
    summary: "Coefficient of determination: 1 is perfect, 0 is as good as predicting the mean.",
    tasks: [.regression], direction: .higherIsBetter, range: -.infinity...1,
    undefinedWhen: "the target is the same in all rows"
  ) { _ in
    .explained(
      losses: { squaredErrors($0) },
      columns: { predictions in
        let centred = centred(predictions.trueValues, predictions.weights)
        return [squaredErrors(predictions), centred, centred.map { $0 * $0 }]
      },
      combine: { means in
        ratio(means[0], variance(means[1], means[2])).map { 1 - $0 }
      })
  }

  /// **Formula** 1 − Var(ŷ − y) / Var(y): `r2` without regard to a constant bias.
  static let explainedVariance = Metric(
    name: "explained_variance",
    summary: "Fraction of the target's variance explained, ignoring a constant bias.",
    tasks: [.regression], direction: .higherIsBetter, range: -.infinity...1,
    undefinedWhen: "the target is the same in all rows"
  ) { _ in
    .explained(
      losses: { predictions in
        centred(predictions.residuals, predictions.weights).map { $0 * $0 }
      },
      columns: { predictions in
        let errors = centred(predictions.residuals, predictions.weights)
        let centred = centred(predictions.trueValues, predictions.weights)
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
private func centred(_ values: [Double], _ weights: [Double]?) -> [Double] {
  let centre = values.mean(weights: weights)
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
