import Learning
import LinearAlgebra
import Schema
import Testing

@testable import AssayFaults

@Suite struct FaultyCoreTests {
  /// p − rate·g, for one parameter.
  private struct Plain: StepRule {
    var kind: String { "plain" }
    var learningRate: Double { 0.5 }
    func with(learningRate: Double) -> Plain { self }
    func withoutDecay() -> Plain { self }
    var bufferCount: Int { 0 }
    func update<Scalar: BLASScalar>(
      _ part: ParameterPart<Scalar>, learningRate: Double, stepNumber: Int
    ) {
      Scalar.descend(part.parameters, along: part.gradient, rate: learningRate, decay: 0)
    }
  }

  private func steps(_ optimizer: any StepRule, _ gradients: [[Double]]) -> [Double] {
    var parameters = [Double](repeating: 1, count: gradients[0].count)
    var state = OptimizerState<Double>(
      bufferCount: optimizer.bufferCount, parameterCount: parameters.count)
    for gradient in gradients {
      optimizer.step(
        &parameters, gradient: gradient, learningRate: optimizer.learningRate, state: &state)
    }
    return parameters
  }

  /// 1 + .5·2 = 2: uphill.
  @Test func aFlippedSignClimbs() {
    #expect(steps(ScaledOptimizer(inner: Plain(), factor: -1), [[2]]) == [2])
  }

  /// The sums are 2, then 2 + 4: 1 − .5·2 − .5·6 = −3; reset, it would be 1 − 1 − 2 = −2.
  @Test func gradientsThatAreNotResetAddUp() {
    #expect(steps(AccumulatingOptimizer(inner: Plain()), [[2], [4]]) == [-3])
    #expect(steps(Plain(), [[2], [4]]) == [-2])
  }

  /// One hidden unit of weight 2 and bias -1, head weight 3 and bias .5: relu(2·1 − 1)·3 + .5 = 3.5
  /// and relu(−2 − 1)·3 + .5 = .5.
  @Test func aPlainNetworkComputesByHand() {
    let tensors = [
      NamedTensor(name: "hidden_1.weight", shape: [1, 1], values: .double([2])),
      NamedTensor(name: "hidden_1.bias", shape: [1], values: .double([-1])),
      NamedTensor(name: "output.weight", shape: [1, 1], values: .double([3])),
      NamedTensor(name: "output.bias", shape: [1], values: .double([0.5])),
    ]
    let network = PlainNetwork(tensors: tensors, activation: "relu", task: .regression)
    let inputs = Matrix(rowCount: 2, columnCount: 1, storage: [1, -1])
    #expect(network.pass(inputs).predictions.storage.array == [3.5, 0.5])
    let doubled = network.pass(inputs) { hidden in
      for i in hidden.storage.indices { hidden.storage[i] *= 2 }
    }
    #expect(doubled.predictions.storage.array == [6.5, 0.5])
  }
}
