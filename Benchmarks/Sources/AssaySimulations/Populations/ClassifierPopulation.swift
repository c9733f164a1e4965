import Evaluation
import Foundation
import LinearAlgebra
import Randomness
import Schema

/// Rows of normally distributed inputs about the mean of their class, and the probabilities of a
/// model that knows the classes' distributions but may be over-confident.
struct ClassifierPopulation: Population {
  let name: String
  let summary: String
  let frequencies: [Double]
  /// Distance of the class means in standard deviations: along one axis for two classes, of each from the
  /// origin along an axis of its own for more.
  let separation: Double
  /// Factor of the log odds; 1 is calibrated.
  let sharpness: Double

  var metrics: [String] {
    let shared = ["accuracy", "balanced_accuracy", "recall", "precision", "f1", "mcc", "roc_auc"]
    return shared
      + (frequencies.count == 2
        ? ["average_precision", "log_loss", "brier"] : ["log_loss", "multiclass_brier"])
  }

  func sample(rowCount: Int, using generator: inout CounterBasedGenerator) -> Predictions {
    let classCount = frequencies.count
    var truth: [Int] = []
    var outputs: [Double] = []
    truth.reserveCapacity(rowCount)
    outputs.reserveCapacity(rowCount * classCount)
    for _ in 0..<rowCount {
      let trueClass = drawnClass(generator.uniform())
      truth.append(trueClass)
      outputs += probabilities(trueClass, using: &generator)
    }
    return Predictions(
      task: classCount == 2 ? .binary : .multiclass,
      classNames: (0..<classCount).map { "class \($0)" }, rowIDs: Array(0..<rowCount),
      truth: .classes(truth),
      outputs: Matrix(rowCount: rowCount, columnCount: classCount, storage: outputs))
  }

  private func drawnClass(_ uniform: Double) -> Int {
    var sum = 0.0
    for (k, frequency) in frequencies.enumerated() {
      sum += frequency
      if uniform < sum { return k }
    }
    return frequencies.count - 1
  }

  private func probabilities(
    _ trueClass: Int, using generator: inout CounterBasedGenerator
  ) -> [Double] {
    if frequencies.count == 2 {
      let x = generator.normal() + (trueClass == 1 ? separation : 0)
      let odds = log(frequencies[1] / frequencies[0]) + separation * (x - separation / 2)
      return [1 / (1 + exp(sharpness * odds)), 1 / (1 + exp(-sharpness * odds))]
    }
    var weights = frequencies.indices.map { k in
      let x = generator.normal() + (trueClass == k ? separation : 0)
      return exp(sharpness * (log(frequencies[k]) + separation * x))
    }
    let total = weights.reduce(0, +)
    for k in weights.indices { weights[k] /= total }
    return weights
  }
}
