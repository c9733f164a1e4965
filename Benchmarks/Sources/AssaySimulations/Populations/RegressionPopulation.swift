import Evaluation
import Foundation
import LinearAlgebra
import Randomness
import Schema

/// Normally distributed predictions of standard deviation 3 and targets that differ from them by independent errors.
struct RegressionPopulation: Population {
  let name: String
  let summary: String
  let errors: Errors

  enum Errors: Sendable {
    case normal, studentOfThree, lognormal
  }

  private static let predictionSpread = 3.0

  let metrics = ["rmse", "r2", "mae", "median_absolute_error"]

  func sample(rowCount: Int, using generator: inout CounterBasedGenerator) -> Predictions {
    var truth: [Double] = []
    var outputs: [Double] = []
    truth.reserveCapacity(rowCount)
    outputs.reserveCapacity(rowCount)
    for _ in 0..<rowCount {
      let prediction = Self.predictionSpread * generator.normal()
      outputs.append(prediction)
      truth.append(prediction + error(using: &generator))
    }
    return Predictions(
      task: .regression, classNames: [], rowIDs: Array(0..<rowCount), truth: .values(truth),
      outputs: Matrix(rowCount: rowCount, columnCount: 1, storage: outputs))
  }

  private func error(using generator: inout CounterBasedGenerator) -> Double {
    switch errors {
    case .normal:
      return generator.normal()
    case .studentOfThree:
      let (a, b, c) = (generator.normal(), generator.normal(), generator.normal())
      return generator.normal() / ((a * a + b * b + c * c) / 3).squareRoot()
    case .lognormal:
      return exp(generator.normal()) - exp(0.5)
    }
  }

  /// Closed forms, because the largest of a finite number of heavy-tailed errors decides their mean square.
  /// The medians are the three-quarter quantiles of the normal and of Student's distribution, and the root of
  /// Φ(ln(√e + m)) − Φ(ln(√e − m)) = ½ (scipy 1.17.1).
  func truth(of metric: String) -> Double? {
    let (meanSquare, mean, median): (Double, Double, Double) =
      switch errors {
      case .normal: (1, (2 / Double.pi).squareRoot(), 0.6744897501960817)
      case .studentOfThree: (3, 2 * 3.0.squareRoot() / Double.pi, 0.7648923284043444)
      case .lognormal:
        (exp(1) * (exp(1) - 1), 2 * exp(0.5) * erf(0.5 / 2.0.squareRoot()), 0.9963344533701829)
      }
    switch metric {
    case "rmse": return meanSquare.squareRoot()
    case "mae": return mean
    case "median_absolute_error": return median
    case "r2":
      let spread = Self.predictionSpread * Self.predictionSpread
      return 1 - meanSquare / (spread + meanSquare)
    default: return nil
    }
  }
}
