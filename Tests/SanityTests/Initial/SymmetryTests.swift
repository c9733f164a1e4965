import Findings
import HealthyPipelines
import Learning
import Testing

@testable import Sanity

/// SI15: only units that are the same in all that they are joined to stay alike.
@Suite struct SymmetryTests {
  /// Three units with two inputs and two outputs.
  private func check(
    weights: [Double] = [1, 2, 1, 2, 1, 2], biases: [Double] = [5, 5, 5],
    outputs: [Double] = [3, 3, 3, 4, 4, 4]
  ) throws -> CheckResult {
    let problem = HandmadeProblem([
      ("hidden_1.weight", [3, 2], weights), ("hidden_1.bias", [3], biases),
      ("output.weight", [2, 3], outputs), ("output.bias", [2], [7, 8]),
    ])
    return try GateFixture.healthy().with(
      HandmadeRecipe(problem: problem, start: HandmadeModel.probabilities([0.5, 0.5]))
    ).check("SI15")
  }

  @Test func equalUnitsStayEqualWhateverTheirWeightsAre() throws {
    // The weights of a unit differ among themselves; those of the units do not.
    let result = try check()
    #expect(result.verdict == .stop)
    #expect(
      result.message == "the units of \"hidden_1.weight\" are identical and stay so: the layer "
        + "can represent no more than one unit")
  }

  @Test func oneThatDiffersAnywhereBreaksTheSymmetry() throws {
    #expect(try check(weights: [1, 2, 1, 2, 1, 3]).verdict == .passed, "the third unit's inputs")
    #expect(try check(biases: [5, 5, 6]).verdict == .passed, "the third unit's bias")
    #expect(try check(outputs: [3, 3, 3, 4, 4, 5]).verdict == .passed, "the second output")
    #expect(try check(outputs: [3, 3, 9, 4, 4, 4]).verdict == .passed, "the first output")
  }

  @Test func layersWithoutBiasesAreJudgedByTheirWeights() throws {
    let problem = HandmadeProblem([
      ("hidden_1.weight", [2, 1], [1, 1]), ("output.weight", [1, 2], [2, 2]),
    ])
    let result = try GateFixture.healthy().with(
      HandmadeRecipe(problem: problem, start: HandmadeModel.probabilities([0.5, 0.5]))
    ).check("SI15")
    #expect(result.verdict == .stop)
  }
}
