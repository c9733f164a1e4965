import Findings
import HealthyPipelines
import Learning
import LinearAlgebra
import Schema
import Testing

@testable import Sanity

/// SO14: what the chance of small batches costs.
@Suite struct BatchNoiseTests {
  private func fixture(rate: Double, rows: Int = 1, seed: UInt64 = 1) -> GateFixture {
    var plan = TrainingPlan.with("sgd", rate: rate, epochs: 10)
    plan.batchSize = rows
    return GateFixture.healthyNumbers(rows: 400, columns: 5, seed: seed).with(
      model("ridge", [("solver", "sgd"), ("l2", 0.0)]), plan)
  }

  @Test func whatIsMissedIsAShareOfTheMeansGain() {
    // The mean prediction falls from 1 to 0.5, single models to 0.6.
    let noise = BatchNoise(stepCount: 1, prior: 1, loss: 0.6, lossOfMean: 0.5)
    #expect(abs(noise.missedShare - 0.2) < 1e-12)
    #expect(BatchNoise(stepCount: 1, prior: 1, loss: 3, lossOfMean: 2).missedShare == .infinity)
    #expect(BatchNoise(stepCount: 1, prior: 1, loss: 0.9, lossOfMean: 1).missedShare == 0)
  }

  @Test(arguments: 1...3 as ClosedRange<UInt64>)
  func warnsOfSingleRowsAtTheRateOfABatch(seed: UInt64) throws {
    // F11. A row's step removes rate · |x|² of its error, about 6 · rate here: above 2 it grows.
    let result = try fixture(rate: 0.25, seed: seed).check("SO14")
    #expect(result.verdict == .warning, "seed \(seed): \(result.message)")
    #expect(
      result.causes == [
        "training.batch_size: 1 is too small for training.optimizer.learning_rate"
      ])
  }

  @Test(arguments: 1...5 as ClosedRange<UInt64>)
  func acceptsSingleRowsAtASmallRate(seed: UInt64) throws {
    let result = try fixture(rate: 2e-3, seed: seed).check("SO14")
    #expect(result.verdict == .passed, "seed \(seed): \(result.message)")
  }

  @Test func largerBatchesAreNotAsked() throws {
    #expect(
      try fixture(rate: 0.3, rows: 5).check("SO14").message == "a step takes more than 4 rows")
    #expect(
      try GateFixture.healthyNumbers().with(model("ridge")).check("SO14").message
        == "not trained by steps")
    var few = fixture(rate: 0.01)
    few.plan.budget = .steps(100)
    #expect(
      try few.check("SO14").message == "there are too few steps, or no finite loss after them")
  }
}
