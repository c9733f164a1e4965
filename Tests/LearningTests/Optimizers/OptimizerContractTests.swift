import Foundation
import Schema
import Testing

@testable import Learning

/// The lowest value from an initial point, with the catalog's defaults except for the rate.
private func lowest(
  _ name: String, rate: Double, steps: Int, from start: [Double],
  _ function: @escaping ([Double]) -> (Double, [Double])
) -> Double {
  let asked = optimizer(name, ("learning_rate", .number(rate))).withoutDecay()
  guard let rule = asked.method.stepRule else {
    return found(by: asked, steps: steps, from: start, function)
  }
  var x = start
  var state = OptimizerState<Double>(bufferCount: rule.bufferCount, parameterCount: x.count)
  var lowest = Double.infinity
  for _ in 0..<steps {
    let (value, gradient) = function(x)
    lowest = min(lowest, value)
    rule.step(&x, gradient: gradient, learningRate: rule.learningRate, state: &state)
  }
  #expect(state.stepCount == steps)
  return lowest
}

/// The minimum that a full-batch search finds.
private func found(
  by optimizer: any Optimizer, steps: Int, from start: [Double],
  _ function: @escaping ([Double]) -> (Double, [Double])
) -> Double {
  guard case .fullBatch(let tolerance) = optimizer.method else { return .infinity }
  let function = PlainFunction(function: function)
  return Minimizer(tolerance: tolerance, iterationLimit: steps).minimum(
    from: MinimizerState(at: start, of: function),
    by: LimitedMemoryBFGS(
      function: function, scales: start.map { _ in 1 }, firstStep: optimizer.learningRate)
  ).objective
}

private struct PlainFunction: SmoothFunction {
  let function: ([Double]) -> (Double, [Double])

  func value(at parameters: [Double], gradient: inout [Double]) -> Double {
    let (value, derivatives) = function(parameters)
    gradient = derivatives
    return value
  }
}

/// The learning rates tried: what suits an optimizer depends on how it scales its steps.
private let rates = [1, 0.5, 0.05, 0.02, 5e-3, 2e-3, 5e-4]

@Test(arguments: optimizerCatalog.names)
func minimizesAParabola(name: String) {
  let values = rates.map { rate in
    lowest(name, rate: rate, steps: 1000, from: [3, -2]) { x in
      (x[0] * x[0] + 5 * x[1] * x[1], [2 * x[0], 10 * x[1]])
    }
  }
  #expect(values.contains { $0 < 1e-6 }, "\(values)")
}

@Test(arguments: optimizerCatalog.names)
func descendsRosenbrocksValley(name: String) {
  let values = rates.map { rate in
    lowest(name, rate: rate, steps: 20_000, from: [-1.2, 1]) { x in
      let (a, b) = (1 - x[0], x[1] - x[0] * x[0])
      return (a * a + 100 * b * b, [-2 * a - 400 * x[0] * b, 200 * b])
    }
  }
  // The initial value is 24.2.
  #expect(values.contains { $0 < 0.05 }, "\(values)")
}

@Test(arguments: optimizerCatalog.entries.map(\.name))
func optimizerKeepsItsNameAndRate(name: String) {
  let entry = optimizerCatalog.entry(name)
  let made = entry.make(Settings(fields: entry.fields))
  #expect(made.kind == name)
  #expect(made.with(learningRate: 0.25).learningRate == 0.25)
  #expect(made.with(learningRate: 0.25).kind == name)
  #expect(!entry.summary.isEmpty)
  #expect(made.withoutDecay().kind == name)
}

@Test(arguments: stepRuleNames)
func decayShrinksParametersUnlessItIsOff(name: String) {
  // Without decay a zero gradient moves nothing, with it the parameters shrink.
  func moved(_ optimizer: any StepRule) -> [Double] {
    var x = [1.0]
    var state = OptimizerState<Double>(bufferCount: optimizer.bufferCount, parameterCount: 1)
    optimizer.step(&x, gradient: [0], learningRate: 0.1, state: &state)
    return x
  }
  let decaying = stepRule(name, ("weight_decay", 0.1))
  #expect(moved(decaying)[0] < 1)
  #expect(moved(decaying.withoutDecay())[0] == 1)
}

@Test(arguments: stepRuleNames)
func stateResumesExactlyAfterSaving(name: String) throws {
  let optimizer = stepRule(name)
  var x: [Float] = [0.5, -1, 2]
  var state = OptimizerState<Float>(bufferCount: optimizer.bufferCount, parameterCount: 3)
  func step(_ x: inout [Float], _ state: inout OptimizerState<Float>, _ i: Int) {
    let gradient = x.map { sin(Float(i) + $0) }
    optimizer.step(&x, gradient: gradient, learningRate: 0.01, state: &state)
  }
  for i in 0..<5 { step(&x, &state, i) }
  let saved = try JSONEncoder().encode(state)
  var resumedState = try JSONDecoder().decode(OptimizerState<Float>.self, from: saved)
  #expect(resumedState == state)
  var resumed = x
  for i in 5..<10 {
    step(&x, &state, i)
    step(&resumed, &resumedState, i)
  }
  #expect(resumed == x)
}
