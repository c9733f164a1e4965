import LinearAlgebra
import Schema

extension Metric {
  /// **Formula** (1/n) Σ (p − y)², with p the positive class's probability and y 0 or 1: half of
  /// `multiclass_brier`.
  static let brier = Metric(
    meanOver: { predictions in
      let truth = predictions.trueClasses
      let storage = predictions.outputs.storage
      return (0..<truth.count).map { i in
        let error = storage[2 * i + 1] - (truth[i] == 1 ? 1 : 0)
        return error * error
      }
    },
    name: "brier", title: "Brier score",
    summary: "Mean squared error of the positive class's predicted probability.",
    tasks: [.binary], direction: .lowerIsBetter, range: 0...1)

  /// **Formula** (1/n) Σ Σₖ (pₖ − [k is true])², from 0 to 2.
  static let multiclassBrier = Metric(
    meanOver: { predictions in
      let truth = predictions.trueClasses
      let storage = predictions.outputs.storage
      let count = predictions.classCount
      return (0..<truth.count).map { i in
        var sum = 0.0
        for k in 0..<count {
          let error = storage[i * count + k] - (truth[i] == k ? 1 : 0)
          sum += error * error
        }
        return sum
      }
    },
    name: "multiclass_brier", title: "multiclass Brier score",
    summary:
      "Squared error of the predicted probabilities, summed over classes, averaged over rows.",
    tasks: [.binary, .multiclass], direction: .lowerIsBetter, range: 0...2)
}
