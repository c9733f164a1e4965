import Foundation
import LinearAlgebra
import Schema

extension Metric {
  /// **Formula** −(1/n) Σ ln p(true class), with p clipped to at least 1e-15.
  public static let logLoss = Metric(
    meanOver: { rowLogLosses($0) },
    name: "log_loss",
    summary: "Mean negative log-likelihood of the true class (natural logarithm).",
    tasks: [.binary, .multiclass], direction: .lowerIsBetter, unit: .nat)
}

/// The probability that `log_loss` clips to.
let leastLogLossProbability = 1e-15

/// −ln p(true class) of each row, [n].
func rowLogLosses(_ predictions: Predictions) -> [Double] {
  let truth = predictions.trueClasses
  let storage = predictions.outputs.storage
  let count = predictions.classCount
  var losses = [Double](repeating: 0, count: truth.count)
  for i in 0..<truth.count {
    let p = storage[i * count + truth[i]]
    // Written so that a probability that is not a number stays one.
    let held = p < leastLogLossProbability ? leastLogLossProbability : p > 1 ? 1 : p
    losses[i] = -log(held)
  }
  return losses
}

extension Predictions {
  /// The rows whose true class has a probability below 1e-15, where `log_loss` is clipped.
  public var clippedRowCount: Int {
    let truth = trueClasses
    var clipped = 0
    for i in 0..<truth.count
    where outputs.storage[i * classCount + truth[i]] < leastLogLossProbability { clipped += 1 }
    return clipped
  }
}
