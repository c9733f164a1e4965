import Findings
import HealthyPipelines
import Learning
import LinearAlgebra
import Schema
import Testing

@testable import Sanity

/// SI16 and SI17: what the seed and dropout change, on trainings whose losses are given.
@Suite struct ProgramTests {
  /// A training whose losses are the same for every seed.
  private func seedless(
    isConvex: Bool, isShuffled: Bool, rows: Int, steps: Int = 20
  ) throws -> CheckResult {
    let fixture = GateFixture(
      columns: [normals(rows, seed: 1)], classes: (0..<rows).map { $0 % 2 }, train: rows)
    let losses = [Double](repeating: 0.5, count: steps)
    var plan = TrainingPlan.with()
    plan.isShuffled = isShuffled
    return try fixture.with(
      HandmadeRecipe(isConvex: isConvex) { _ in
        .handmade(HandmadeModel.probabilities([0.5, 0.5]), losses: losses)
      }, plan
    ).check("SI16")
  }

  @Test func theSeedMattersWhereWeightsAreDrawnOrRowsShuffled() throws {
    // A convex model starts at zero: only the order of its batches of 32 rows is drawn.
    for (isConvex, isShuffled, rows, verdict) in [
      (true, true, 33, CheckResult.Verdict.warning), (true, true, 32, .passed),
      (true, false, 33, .passed), (false, false, 33, .warning), (false, true, 32, .warning),
    ] {
      let result = try seedless(isConvex: isConvex, isShuffled: isShuffled, rows: rows)
      #expect(result.verdict == verdict, "\(isConvex) \(isShuffled) \(rows): \(result.message)")
    }
    // Two losses may be alike by chance.
    #expect(
      try seedless(isConvex: false, isShuffled: true, rows: 33, steps: 2).message
        == "2 steps repeat to the bit")
  }

  /// A network with dropout, whose loss is 1 without it and these in turn with it.
  private func dropout(_ losses: [Double]) throws -> CheckResult {
    try GateFixture.healthy().with(
      HandmadeRecipe(network: .handmade(hidden: [8], dropout: 0.5)) { request in
        .handmade(
          HandmadeModel.probabilities([0.5, 0.5]),
          losses: request.isRegularized ? (0..<32).map { losses[$0 % losses.count] } : [1])
      }
    ).check("SI17")
  }

  @Test func dropoutMayShiftTheLossThreefold() throws {
    #expect(try dropout([2, 4]).verdict == .passed)
    #expect(
      try dropout([2, 4]).message == "the loss with dropout is 3.00 times that without")
    #expect(try dropout([2.5, 4]).verdict == .warning)
    #expect(try dropout([0.25, 0.5]).verdict == .passed)
    let low = try dropout([0.25, 0.375])
    #expect(low.verdict == .warning)
    #expect(low.message == "the loss with dropout is 0.312 times that without")
    #expect(low.causes == ["model.dropout: 0.500"])
  }

  @Test func dropoutThatIsNeverAppliedIsReported() throws {
    let result = try dropout([1])
    #expect(result.verdict == .warning)
    #expect(result.message == "dropout is set and changes nothing")
  }

  @Test func dropoutThatIsOnWhenPredictingIsReported() throws {
    let calls = Counter()
    let model = HandmadeModel.probabilities([0.5, 0.5])
    let masked = HandmadeModel(task: .binary, outputCount: 2) { inputs in
      var outputs = model.predict(inputs)
      outputs.storage[0] += 1e-9 * Double(calls.next())
      return outputs
    }
    let result = try GateFixture.healthy().with(
      HandmadeRecipe(network: .handmade(hidden: [8], dropout: 0.5), start: masked)
    ).check("SI17")
    #expect(result.verdict == .warning)
    #expect(result.message == "the same rows get other predictions a second time")
    #expect(result.causes == ["dropout that is active when predicting"])
  }
}
