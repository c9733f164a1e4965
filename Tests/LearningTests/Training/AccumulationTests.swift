import LinearAlgebra
import Schema
import TestSupport
import Testing

@testable import Learning

/// The model after three epochs.
private func trained(
  _ set: TrainingSet, batchSize: Int, accumulation: Int, classWeights: ClassWeights = .none,
  reduction: Reduction = .mean, optimizer name: String = "sgd"
) throws -> TrainingOutcome {
  var plan = smallPlan(optimizer: name, batchSize: batchSize, budget: .epochs(3))
  plan.accumulation = accumulation
  plan.classWeights = classWeights
  plan.reduction = reduction
  plan.l1 = 0.01
  plan.l2 = 0.1
  plan.clipNorm = 0.5
  return try recipe("mlp", ("hidden", [6]), ("activation", "tanh"), ("layer_norm", true)).fitted(
    to: set, dev: nil, plan: plan, context: TrainingContext())
}

@Test func aStepEqualsThatOfALargerBatch() throws {
  // 45 rows: steps of 12, 12, 12 and 9 rows, the last of a batch of 4, one of 4 and one of 1.
  let set = syntheticSet(.multiclass, rowCount: 45)
  let weighted = TrainingSet(
    inputs: set.inputs, targets: set.targets, weights: (0..<45).map { 0.5 + Double($0 % 4) },
    rowIDs: set.rowIDs)
  let cases: [(TrainingSet, ClassWeights, Reduction)] = [
    (set, .none, .mean), (set, .none, .sum), (weighted, .none, .mean), (weighted, .balanced, .mean),
  ]
  for (rows, weights, reduction) in cases {
    let whole = try trained(
      rows, batchSize: 12, accumulation: 1, classWeights: weights, reduction: reduction)
    let parts = try trained(
      rows, batchSize: 4, accumulation: 3, classWeights: weights, reduction: reduction)
    #expect(parts.stepCount == 12 && whole.stepCount == 12)
    #expect(
      relativeDifference(flatParameters(parts.model), flatParameters(whole.model)) < 1e-12)
    for (one, two) in zip(whole.epochs, parts.epochs) {
      #expect(abs(one.trainLoss - two.trainLoss) < 1e-12)
    }
  }
}

@Test func moreBatchesThanThereAreUseAllRows() throws {
  let set = syntheticSet(.binary)
  let whole = try trained(set, batchSize: 40, accumulation: 1)
  let parts = try trained(set, batchSize: 7, accumulation: 1_000_000)
  #expect(parts.stepCount == 3)
  #expect(relativeDifference(flatParameters(parts.model), flatParameters(whole.model)) < 1e-12)
}

@Test func threadsAddUpTheirPasses() throws {
  let set = syntheticSet(.multiclass, rowCount: 127, columnCount: 40)
  let head = try OutputHead(task: .multiclass, outputCount: 3, loss: .crossEntropy)
  let network = Network(inputCount: 40, hidden: [200, 30], activation: .tanh, head: head)
  let rows = LabelledRows<Double>(set, classFactors: nil)
  let positions = Array(0..<127)
  let batch = TrainingBatch(
    inputs: rows.inputs, targets: rows.targets,
    rows: LossRows(positions: positions[...], weights: nil, scale: 1.0 / 127), smoothing: 0,
    penalty: Penalty(l1: 1e-3, l2: 1e-2), dropout: nil)
  let parameters = NetworkInitialization(
    scheme: .heNormal, scale: nil, hiddenBias: 0, outputBias: .constant(0)
  ).parameters(of: network, targets: set.targets, weights: nil, seed: 1)
  func gradient(batchSize: Int, accumulation: Int, threads: Int) -> ([Double], Double) {
    let team = WorkerTeam<Double>(
      network, batchSize: batchSize, accumulation: accumulation, threadLimit: threads)
    #expect(team.threadCount == threads)
    var gradient = [Double](repeating: 5, count: parameters.count)
    let sums = team.replaceGradient(&gradient, at: parameters, batch)
    return (gradient, sums.loss.loss)
  }
  let (whole, loss) = gradient(batchSize: 127, accumulation: 1, threads: 1)
  for threads in [1, 2] {
    let (parts, partsLoss) = gradient(batchSize: 100, accumulation: 2, threads: threads)
    #expect(relativeDifference(parts, whole) < 1e-12)
    #expect(abs(partsLoss / loss - 1) < 1e-12)
  }
}
