import LinearAlgebra
import Testing

@Test func plainDescentByHand() {
  var parameters = [1.0, -2.0]
  Double.descend(&parameters, along: [0.5, 1.0], rate: 0.1, decay: 0.5)
  // 1 − 0.1·(0.5 + 0.5), −2 − 0.1·(1 − 1)
  #expect(abs(parameters[0] - 0.9) < 1e-15)
  #expect(parameters[1] == -2)
}

@Test func velocityByHand() {
  var parameters = [1.0]
  var velocity = [2.0]
  Double.descend(
    &parameters, along: [1], rate: 0.1, decay: 0, momentum: 0.5, looksAhead: false,
    velocity: &velocity)
  #expect(velocity == [2])
  #expect(abs(parameters[0] - 0.8) < 1e-15)
  Double.descend(
    &parameters, along: [1], rate: 0.1, decay: 0, momentum: 0.5, looksAhead: true,
    velocity: &velocity)
  // v = 0.5·2 + 1 = 2, then p − 0.1·(1 + 0.5·2)
  #expect(velocity == [2])
  #expect(abs(parameters[0] - 0.6) < 1e-15)
}

@Test func firstStepOfAdamIsTheLearningRate() {
  var parameters = [0.0, 0.0, 0.0]
  var moments = [[0.0, 0, 0], [0.0, 0, 0]]
  let step = AdamStep(
    rate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, decay: 0, decoupledDecay: 0,
    stepNumber: 1)
  Double.adam(&parameters, gradient: [1e-3, -500, 0], moments: &moments, step)
  // Corrected means are g and g²: the step is rate·g / (|g| + ε).
  #expect(abs(parameters[0] + 0.01 * 1e-3 / (1e-3 + 1e-8)) < 1e-12)
  #expect(abs(parameters[1] - 0.01) < 1e-12)
  #expect(parameters[2] == 0)
}

@Test func magnitudesAndSignsIgnoreZero() {
  let parameters = [-2.0, 0, 3]
  var gradient = [1.0, 1, 1]
  let sum = parameters.withView { p in
    gradient.withMutableView { Double.addSigns(of: p, times: 0.5, to: $0) }
    return Double.sumOfMagnitudes(p)
  }
  #expect(sum == 5)
  #expect(gradient == [0.5, 1, 1.5])
}
