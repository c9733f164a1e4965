import Foundation
import LinearAlgebra

extension TrainingTrace.LayerState {
  init(
    weights: [Double], before: [Double], gradient: [Double],
    activation: TrainingTrace.ActivationState?
  ) {
    let count = Double(max(1, gradient.count))
    self.init(
      weightVariance: Moments(weights).variance,
      weightSize: weights.reduce(0) { $0 + $1 * $1 }.squareRoot(),
      change: zip(weights, before).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot(),
      gradientNorm: gradient.reduce(0) { $0 + $1 * $1 }.squareRoot(),
      meanGradient: gradient.reduce(0) { $0 + $1.magnitude } / count,
      zeroGradientShare: Double(gradient.count { $0 == 0 }) / count, activation: activation)
  }
}

extension TrainingTrace.ActivationState {
  /// **Shapes** sums and outputs [n, units]
  init(sums: Matrix, outputs: Matrix, kind: String) {
    let (n, k) = (outputs.rowCount, outputs.columnCount)
    let count = Double(max(1, n * k))
    var (dead, inactive, saturated) = (0, 0, 0)
    for j in 0..<k {
      let column = (0..<n).map { outputs.storage[$0 * k + j] }
      let small = Double(column.count { $0.magnitude < 1e-5 }) / Double(max(1, n))
      if small >= 0.95 { dead += 1 }
      if small >= 0.99 { inactive += 1 }
      let distance =
        column.reduce(0) { $0 + (kind == "sigmoid" ? 2 * $1 - 1 : $1).magnitude }
        / Double(max(1, n))
      if distance > 0.85 { saturated += 1 }
    }
    self.init(
      deviation: Moments(outputs.storage.array).variance.squareRoot(),
      zeroShare: Double(outputs.storage.count { $0 <= 0 }) / count,
      deadShare: Double(dead) / Double(max(1, k)),
      inactiveShare: Double(inactive) / Double(max(1, k)),
      beyondFiveShare: Double(sums.storage.count { $0.magnitude >= 5 }) / count,
      beyondNineShare: Double(sums.storage.count { $0.magnitude > 9.5 }) / count,
      saturatedShare: Double(saturated) / Double(max(1, k)))
  }
}

enum InputReader {
  static func facts(of inputs: Matrix) -> TrainingTrace.InputFacts {
    let all = Moments(inputs.storage.array)
    var hasConstant = false
    var areAllScaled = true
    for j in 0..<inputs.columnCount {
      let column = inputs.column(j)
      let (least, most) = (column.min() ?? 0, column.max() ?? 0)
      let moments = Moments(column)
      if moments.variance == 0 { hasConstant = true }
      let isBounded = least >= -1 && most <= 1
      let isStandard =
        moments.mean.magnitude < 0.1 && (moments.variance.squareRoot() - 1).magnitude < 0.1
      if !isBounded && !isStandard { areAllScaled = false }
    }
    return TrainingTrace.InputFacts(
      least: inputs.storage.min() ?? 0, greatest: inputs.storage.max() ?? 0, mean: all.mean,
      deviation: all.variance.squareRoot(), hasConstantColumn: hasConstant,
      isFinite: inputs.storage.allSatisfy(\.isFinite), areAllScaled: areAllScaled)
  }
}
