import Learning
import LinearAlgebra

/// The update rule of an optimizer, measured from its steps on a single parameter.
struct OptimizerProbe {
  /// The momentum; 0 for plain gradient descent, nil when steps are not
  /// proportional to the gradient.
  let momentum: Double?
  /// Adam's ε; nil for rules whose first step is not the learning rate by g / (|g| + ε).
  let epsilon: Double?
  /// The largest product of learning rate and curvature that converges, where `momentum` is known.
  let bound: Double?

  init(_ optimizer: any Optimizer) {
    guard let rule = optimizer.withoutDecay().method.stepRule else {
      // It finds its steps by a search.
      (momentum, epsilon, bound) = (nil, nil, nil)
      return
    }
    func steps(_ gradient: Double) -> (first: Double, second: Double) {
      var state = OptimizerState<Double>(bufferCount: rule.bufferCount, parameterCount: 1)
      var point = [0.0]
      rule.step(&point, gradient: [gradient], learningRate: 1, state: &state)
      let first = point[0]
      rule.step(&point, gradient: [gradient], learningRate: 1, state: &state)
      return (first, point[0] - first)
    }
    let one = steps(1)
    let two = steps(2)
    if abs(two.first - 2 * one.first) < 1e-9, abs(two.second - 2 * one.second) < 1e-9 {
      if abs(one.first + 1) < 1e-9 {
        let β = -one.second - 1
        (momentum, bound) = (β, 2 * (1 + β))
      } else {
        let β = -one.first - 1
        (momentum, bound) = (β, (2 + 2 * β) / (1 + 2 * β))
      }
      epsilon = nil
      return
    }
    momentum = nil
    bound = nil
    // g / (|g| + ε) at g = 1e-8 and at g = 1 agree on ε for Adam's rule alone.
    let small = 1e-8
    let step = -steps(small).first
    let estimate = step > 0 ? small / step - small : .infinity
    let isAdam = abs(-one.first - 1 / (1 + estimate)) < 1e-6 && rule.bufferCount == 2
    epsilon = isAdam ? max(0, estimate) : nil
  }
}
