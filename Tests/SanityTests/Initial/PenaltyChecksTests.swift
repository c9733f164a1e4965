import Findings
import HealthyPipelines
import Learning
import LinearAlgebra
import Schema
import Testing

@testable import Sanity

/// SI14, SI19 and SI20: penalties of each kind and at each place of the spec.
@Suite struct PenaltyChecksTests {
  private func plan(l1: Double = 0, l2: Double = 0) -> TrainingPlan {
    var plan = TrainingPlan.with(rate: 0.01)
    (plan.l1, plan.l2) = (l1, l2)
    return plan
  }

  @Test func aLinearModelIsAskedWhereItTakesSteps() throws {
    let healthy = GateFixture.healthy()
    for penalties in [plan(l1: 0.1), plan(l2: 0.1)] {
      // Without an intercept all of its parameters are weights.
      let steps = model("logistic", [("solver", "sgd"), ("fit_intercept", false)])
      let asked = try healthy.with(steps, penalties).check("SI14")
      #expect(asked.verdict == .passed, "\(asked.message)")
      #expect(asked.message == "penalties enter the objective as they should")
      #expect(
        try healthy.with(model("logistic"), penalties).check("SI14").message
          == "solved, not trained by steps")
    }
  }

  @Test func frozenWeightsHaveNoPenalty() throws {
    // Frozen weights are not counted, and biases never are: nothing is left to count.
    let tensors: [(name: String, shape: [Int], values: [Double])] = [
      ("output.weight", [1, 2], [1, 1]), ("output.bias", [1], [0]),
    ]
    func check(frozen: Set<String>, penalty: Double) throws -> CheckResult {
      var recipe = HandmadeRecipe(start: HandmadeModel.probabilities([0.5, 0.5]))
      recipe.problem = { _, plan in
        HandmadeProblem(tensors, frozen: frozen, loss: { _ in 1 + plan.l2 * penalty })
      }
      return try GateFixture.healthy().with(recipe, plan(l2: 0.1)).check("SI14")
    }
    #expect(
      try check(frozen: ["output.weight"], penalty: 0).message
        == "the penalties are too small to measure")
    // The same penalty that does not count, on weights that learn.
    #expect(try check(frozen: [], penalty: 0).verdict == .stop)
    #expect(try check(frozen: [], penalty: 1).verdict == .passed)
    #expect(try check(frozen: [], penalty: -1).verdict == .stop, "it lowers the objective")
  }

  @Test func aPenaltyThatDominatesIsNamed() throws {
    let network = GateFixture.healthy()
    for (penalties, cause) in [
      (plan(l2: 10), "training.l2: 10.0"), (plan(l1: 10), "training.l1: 10.0"),
      (plan(l1: 10, l2: 10), "training.l2: 10.0"),
    ] {
      let result = try network.with(model("mlp"), penalties).check("SI19")
      #expect(result.verdict == .warning)
      #expect(result.causes == [cause])
    }
    #expect(try network.with(model("mlp"), plan(l2: 1e-3)).check("SI19").verdict == .passed)
  }

  @Test func penaltiesMayPullTwiceAsHard() throws {
    // The loss's derivative is 3, the penalty's is what l2 says.
    func ratio(_ l2: Double) throws -> CheckResult {
      var recipe = HandmadeRecipe(start: HandmadeModel.probabilities([0.5, 0.5]))
      recipe.problem = { _, plan in
        HandmadeProblem([("output.weight", [1, 1], [1])], gradient: { _ in [3 + plan.l2] })
      }
      return try GateFixture.healthy().with(recipe, plan(l2: l2)).check("SI19")
    }
    #expect(try ratio(6).verdict == .passed)
    #expect(try ratio(6).value == 2)
    #expect(try ratio(6.3).verdict == .warning)
  }

  /// x = ±1 in turn and y = x: at w = 0 the mean of (y − f)² / 2 is ½ and its derivative −1.
  private let line: GateFixture = {
    let x = (0..<200).map { $0 % 2 == 0 ? 1.0 : -1 }
    return GateFixture(columns: [x], values: x, train: 120, dev: 40, test: 40)
  }()

  @Test func whatLeavesNoRoomIsNamedByItsSection() throws {
    for (recipe, penalties, cause) in [
      (model("linear"), plan(l2: 100), "training.l2 is too large: 100"),
      (model("ridge", [("l2", 100.0)]), plan(), "model.l2 is too large: 100"),
      (model("lasso", [("l1", 10.0)]), plan(), "model.l1 is too large: 10.0"),
      (model("linear"), plan(l1: 10), "training.l1 is too large: 10.0"),
    ] {
      let result = try line.with(recipe, penalties).check("SI20")
      #expect(result.verdict == .warning, "\(cause): \(result.message)")
      #expect(result.causes == [cause])
    }
    // An absolute penalty above every derivative holds all weights at 0.
    let held = try line.with(model("lasso", [("l1", 10.0)]), plan()).check("SI20")
    #expect(held.message.hasPrefix("with l1 10.0 the loss can fall by 0 % at most; "))
    #expect(held.value == 0)
  }

  @Test func halfOfWhatCanBeGainedIsRoomEnough() throws {
    // λ allows 1 / λ / ½ of what the line predicts wholly: 0.51 and 0.45.
    for (l2, verdict) in [(3.9, CheckResult.Verdict.passed), (4.4, .warning)] {
      let result = try line.with(model("ridge", [("l2", .number(l2))])).check("SI20")
      #expect(result.verdict == verdict, "\(l2): \(result.message)")
    }
  }

  @Test func aPenaltyBesideASumIsReadForAllRows() throws {
    // c = 0.01 means an l2 of 1 / (c · n): of all 600 rows, though 256 are looked at.
    let fixture = GateFixture.healthyNumbers(rows: 1_000).with(model("ridge", [("c", 0.01)]))
    let bound = try #require(PenaltyBound(fixture.context))
    #expect(abs(bound.quadratic - 1 / 6.0) < 1e-6)
  }

  @Test func withoutAPenaltyThereIsNoBound() {
    // Inputs that say nothing of the targets: the derivative is 0 without any penalty.
    let fixture = GateFixture(
      columns: [(0..<80).map { $0 % 2 == 0 ? 1 : -1 }],
      values: (0..<80).map { $0 % 4 < 2 ? 1 : -1 }, train: 80
    ).with(model("linear"))
    #expect(PenaltyBound(fixture.context) == nil)
    // With one, nothing can be gained.
    #expect(PenaltyBound(fixture.with(model("ridge", [("l2", 1.0)])).context)?.share == 0)
  }
}
