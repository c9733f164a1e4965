import Learning
import Runs
import Schema
import Testing

@testable import Experiments

/// Operation counts worked by hand: a product of a row with a weight [o, i] takes 2·o·i.
@Suite struct OperationsTests {
  /// 784-256-128-10: weights 200,704 + 32,768 + 1,280 = 234,752. Forward 469,504; as many again by
  /// the weights; by the inputs of the upper two layers 2 · 34,048 = 68,096.
  @Test func countsTheProductsOfANetworksStep() {
    let operations = NetworkOperations(widths: [784, 256, 128, 10])
    #expect(operations.forward == 469_504)
    #expect(operations.step == 1_007_104)
  }

  /// 4-3-2: products of 24 and 12 operations, forward 36.
  @Test(
    arguments: [
      // All: 36 + (24 + 12) by the weights + 12 by the upper layer's inputs.
      ([true, true], 84.0),
      // Only the upper: 36 + 12, and nothing goes further down.
      ([false, true], 48),
      // Only the lower: 36 + 24 + 12 through the upper layer.
      ([true, false], 72),
      ([false, false], 36),
    ] as [([Bool], Double)])
  func leavesOutWhatFrozenLayersDoNotNeed(trained: [Bool], step: Double) {
    let operations = NetworkOperations(widths: [4, 3, 2], trained: trained)
    #expect(operations.forward == 36)
    #expect(operations.step == step)
  }

  /// The estimate of doctor: 200,000 · 100 · 101 + 100³ / 3 + 4 · 200,000 · 100 on 2 · 160 MB, and
  /// 60,000 · 1,007,104.
  @Test func countsDoctorsExamplesTheSameWay() {
    let works = [MachineReport.Work].examples
    #expect(works.map(\.bytesRead) == [320_000_000, 0])
    #expect(abs(works[0].operations - 2_100_333_333.3) < 0.1)
    #expect(works[1].operations == 60_426_240_000)
  }

  /// A 4-3-3 network whose first layer is frozen: 12 + 3 + 9 + 3 parameters; forward 2 · 21 per row,
  /// and 2 · 9 by the output weights, on ten rows.
  @Test func countsTheCostOfANetwork() {
    let network = modelCatalog.entry("mlp")
    let recipe = network.make(
      Settings(fields: network.fields, setting: [("hidden", [3]), ("frozen", ["hidden_1"])]))
    let size = ProblemSize(task: .multiclass, rowCount: 10, inputCount: 4, outputCount: 3)
    let cost = recipe.cost(of: size, plan: .standard(seed: 1))
    #expect(cost.parameterCount == 27)
    #expect(cost.operationsPerPrediction == 42)
    #expect(cost.operationsPerIteration == 600)
    #expect(cost.largestProduct == .init(inputCount: 4, outputCount: 3))
  }
}
