import Randomness
import Schema
import Testing

@testable import Learning

private func weights(
  _ initialization: Initialization, inputs: Int = 200, outputs: Int = 100, scale: Double? = nil
) -> [Double] {
  var generator = CounterBasedGenerator(seed: 5, purpose: .initialization)
  return initialization.weights(
    inputCount: inputs, outputCount: outputs, scale: scale ?? initialization.standardScale,
    using: &generator)
}

/// The variance of each random scheme for 200 inputs and 100 outputs.
private let variances: [(Initialization, Double)] = [
  (Initialization.heNormal, 0.01),
  (Initialization.heUniform, 0.01),
  (Initialization.glorotNormal, 2.0 / 300),
  (Initialization.glorotUniform, 2.0 / 300),
  (Initialization.lecunNormal, 0.005),
  (Initialization.normal, 0.0025),
  (Initialization.uniform, 0.0025 / 3),
]

@Test(arguments: variances)
func varianceIsThatOfTheScheme(initialization: Initialization, variance: Double) {
  let drawn = weights(initialization)
  let mean = drawn.reduce(0, +) / Double(drawn.count)
  let square = drawn.reduce(0) { $0 + $1 * $1 } / Double(drawn.count)
  // 20,000 draws: four standard errors of mean and variance.
  #expect(abs(mean) < 4 * (variance / 20_000).squareRoot())
  #expect(abs(square / variance - 1) < 0.04)
}

@Test func uniformSchemesStayWithinTheirBound() {
  let bound = (6.0 / 300).squareRoot()
  let drawn = weights(.glorotUniform)
  #expect(drawn.allSatisfy { abs($0) <= bound })
  #expect(drawn.contains { abs($0) > 0.99 * bound })
}

@Test func scaleMultipliesTheSpread() {
  let one = weights(.heNormal)
  let thirty = weights(.heNormal, scale: 30)
  #expect(zip(one, thirty).allSatisfy { abs($0 * 30 - $1) < 1e-12 })
  #expect(weights(.constant, scale: 0.5).allSatisfy { $0 == 0.5 })
  #expect(weights(.zeros).allSatisfy { $0 == 0 })
}

@Test func layersDrawFromTheirOwnStreams() throws {
  let head = try OutputHead(task: .regression, outputCount: 1, loss: .auto)
  let initialization = NetworkInitialization(
    scheme: .normal, scale: 1, hiddenBias: 0.25, outputBias: .constant(-1))
  func parameters(_ hidden: [Int], seed: UInt64 = 1) -> [Double] {
    let network = Network(inputCount: 2, hidden: hidden, activation: .relu, head: head)
    return initialization.parameters(of: network, targets: .values([1]), weights: nil, seed: seed)
  }
  let small = parameters([3, 2])
  #expect(small[6..<9] == [0.25, 0.25, 0.25])
  #expect(small.last == -1)
  // The first layer is the same whatever follows it.
  #expect(small[0..<6] == parameters([3, 50])[0..<6])
  #expect(small[0..<6] != parameters([3, 2], seed: 2)[0..<6])
}
