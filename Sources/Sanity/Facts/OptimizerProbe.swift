import Learning
import LinearAlgebra
import Text

/// The update rule of an optimizer, measured from its steps on a single parameter.
struct OptimizerProbe {
  /// The momentum; 0 for plain gradient descent, nil when steps are not
  /// proportional to the gradient.
  let momentum: Double?
  /// Adam's ε; nil for rules whose first step is not the learning rate by g / (|g| + ε).
  let epsilon: Double?
  /// The length of a step at learning rate 1 after 200 equal gradients of 1; nil for a search.
  let settledStep: Double?
  /// Whether steps are as long for a small gradient as for a large one.
  let isNormalized: Bool
  /// The largest product of learning rate and curvature that converges, where `momentum` is known.
  let bound: Double?

  init(_ optimizer: any Optimizer) {
    guard let rule = optimizer.withoutDecay().method.stepRule else {
      // It finds its steps by a search.
      (momentum, epsilon, bound, settledStep, isNormalized) = (nil, nil, nil, nil, false)
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
    var state = OptimizerState<Double>(bufferCount: rule.bufferCount, parameterCount: 1)
    var point = [0.0]
    var before = 0.0
    for _ in 0..<200 {
      before = point[0]
      rule.step(&point, gradient: [1], learningRate: 1, state: &state)
    }
    settledStep = abs(point[0] - before)
    let one = steps(1)
    let two = steps(2)
    isNormalized = abs(two.first - one.first) < 1e-3 * abs(one.first)
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

extension GateContext {
  /// Why the learning rate is far from any that is usual with this optimizer; nil where it is not.
  ///
  /// Steps of a normalized rule are as long as the learning rate for any gradient; momentum makes a
  /// step 1 / (1 − momentum) times as long.
  var unusualRate: String? {
    let optimizer = plan.optimizer
    let probe = OptimizerProbe(optimizer)
    guard let settled = probe.settledStep, settled > 0 else { return nil }
    let step = optimizer.learningRate * settled
    let rate = NumberFormat.typed(optimizer.learningRate)
    if probe.isNormalized, step > Threshold.normalizedStep.value {
      return
        "training.optimizer.learning_rate: \(rate), by which \(optimizer.kind) moves each weight "
        + "in each step"
    }
    if !probe.isNormalized, step > Threshold.summedStep.value {
      return settled > 1.01
        ? "training.optimizer.learning_rate: \(rate), with momentum steps of up to "
          + "\(NumberFormat.number(step)) times the gradient"
        : "training.optimizer.learning_rate: \(rate), with steps as many times the gradient"
    }
    return nil
  }
}
