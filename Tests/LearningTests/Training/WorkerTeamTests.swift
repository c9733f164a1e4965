import LinearAlgebra
import Randomness
import Schema
import TestSupport
import Testing

@testable import Learning

/// Parameters after five steps of Adam on batches of 127 rows, so that parts differ in size.
private func trained(threads: Int, dropout: Double = 0) throws -> (team: Int, parameters: [Double])
{
  let set = syntheticSet(.multiclass, rowCount: 127, columnCount: 40)
  let head = try OutputHead(task: .multiclass, outputCount: 3, loss: .crossEntropy)
  let network = Network(
    inputCount: 40, hidden: [200, 30], activation: .tanh, dropout: dropout, head: head)
  var generator = CounterBasedGenerator(seed: 5, purpose: .synthetic)
  var parameters = (0..<network.parameterCount).map { _ in 0.1 * generator.normal() }
  let rows = LabelledRows<Double>(set, classFactors: nil)
  let team = WorkerTeam<Double>(network, batchSize: 127, threadLimit: threads)
  let adam = stepRule("adam")
  var state = OptimizerState<Double>(bufferCount: 2, parameterCount: parameters.count)
  var gradient = [Double](repeating: 0, count: parameters.count)
  let positions = Array(0..<127)
  for step in 0..<5 {
    let batch = TrainingBatch(
      inputs: rows.inputs, targets: rows.targets,
      rows: LossRows(positions: positions[...], weights: nil, scale: 1.0 / 127), smoothing: 0.1,
      penalty: Penalty(l1: 1e-3, l2: 1e-2),
      dropout: dropout == 0
        ? nil : DropoutStreams(seed: 1, epoch: 1, step: step))
    _ = team.replaceGradient(&gradient, at: parameters, batch)
    _ = team.step(adam, &parameters, gradient: gradient, learningRate: 0.01, state: &state)
  }
  return (team.threadCount, parameters)
}

@Test func twoThreadsAgreeWithOne() throws {
  let (one, two) = (try trained(threads: 1), try trained(threads: 2))
  #expect(one.team == 1 && two.team == 2)
  // Only the order of sums differs; Adam divides by the gradient's size, so its digits show.
  #expect(relativeDifference(two.parameters, one.parameters) < 1e-9)
}

@Test func aNumberOfThreadsGivesTheSameBits() throws {
  // As in a training: with several threads of its own, BLAS would split its products by chance.
  #expect(BLASThreads.setCount(1) == 1)
  for dropout in [0, 0.3] {
    let first = try trained(threads: 2, dropout: dropout).parameters
    #expect(try trained(threads: 2, dropout: dropout).parameters == first)
  }
}

@Test func noThreadUpdatesFrozenRanges() throws {
  let head = try OutputHead(task: .multiclass, outputCount: 3, loss: .crossEntropy)
  let network = Network(
    inputCount: 40, hidden: [200, 30], activation: .tanh, head: head, frozen: ["hidden_2"])
  #expect(network.trainedRanges(of: 0, of: 1) == [0..<8200, 14230..<14323])
  #expect(
    network.trainedRanges(of: 0, of: 2) == [0..<4000, 8000..<8100, 14230..<14260, 14320..<14321])
  #expect(
    network.trainedRanges(of: 1, of: 2) == [4000..<8000, 8100..<8200, 14260..<14320, 14321..<14323])
  for threads in [1, 2] {
    let team = WorkerTeam<Float>(network, batchSize: 127, threadLimit: threads)
    #expect(team.threadCount == threads)
    var parameters = [Float](repeating: 1, count: network.parameterCount)
    var state = OptimizerState<Float>(bufferCount: 2, parameterCount: parameters.count)
    let gradient = [Float](repeating: 1, count: parameters.count)
    _ = team.step(
      stepRule("adam"), &parameters, gradient: gradient, learningRate: 0.1, state: &state)
    for (index, value) in parameters.enumerated() {
      #expect((value == 1) == (8200..<14230).contains(index))
    }
  }
}

@Test func smallStepsStayOnOneThread() throws {
  let head = try OutputHead(task: .multiclass, outputCount: 3, loss: .crossEntropy)
  let small = Network(inputCount: 4, hidden: [16], activation: .relu, head: head)
  #expect(WorkerTeam<Float>.usefulThreadCount(small, batchSize: 16, limit: 8) == 1)
  let large = Network(inputCount: 784, hidden: [256, 128], activation: .relu, head: head)
  // 6 · 233,600 · 128 operations are worth far more threads than rows allow: 16 for each.
  #expect(WorkerTeam<Float>.usefulThreadCount(large, batchSize: 128, limit: 2) == 2)
  #expect(WorkerTeam<Float>.usefulThreadCount(large, batchSize: 128, limit: 64) == 8)
  #expect(WorkerTeam<Float>.usefulThreadCount(large, batchSize: 8, limit: 64) == 1)
}
