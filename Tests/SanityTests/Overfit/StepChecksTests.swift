import Findings
import HealthyPipelines
import Learning
import LinearAlgebra
import Testing

@testable import Sanity

/// SO03, SO04 and SO12: what single steps do, on trainings whose tensors are given.
@Suite struct StepChecksTests {
  private let even = HandmadeModel.probabilities([0.5, 0.5])

  @Test func reportsAFirstStepThatGainsOtherThanPredicted() throws {
    // A loss of 3 w whose gradient is said to be g: a step gains 3 / g of what g predicts.
    func gain(_ gradient: Double) throws -> CheckResult {
      let problem = HandmadeProblem(
        [("output.weight", [1, 1], [0])], loss: { 3 * $0[0] }, gradient: { _ in [gradient] })
      return try GateFixture.healthy().with(
        HandmadeRecipe(problem: problem, start: even), .with("sgd", rate: 0.1)
      ).check("SO03")
    }
    let twice = try gain(1.5)
    #expect(twice.verdict == .warning)
    #expect(twice.message == "the first step gains 2.00 of what the gradient predicts")
    #expect(try gain(6).message == "the first step gains 0.500 of what the gradient predicts")
    #expect(try gain(3).verdict == .passed)
    #expect(try gain(3.0 / 1.09).verdict == .passed)
    #expect(try gain(3.0 / 1.11).verdict == .warning)
    #expect(try gain(-3).message == "the first step ascends: the loss rises along it")
    #expect(try gain(-3).verdict == .stop)
    #expect(try gain(0).message == "there is no step to examine")
  }

  /// What SO04 finds where the weight or the bias is the same after each number of steps.
  private func resting(
    weight: Bool, bias: Bool, isConvex: Bool
  ) throws -> CheckResult {
    let even = even
    return try GateFixture.healthy().with(
      HandmadeRecipe(isConvex: isConvex) { request in
        let t = Double(request.stepCount)
        return .handmade(
          even.with([
            ("output.weight", [1, 1], [weight ? 1 : 1 + t]), ("output.bias", [1], [bias ? 0 : t]),
          ]))
      }
    ).check("SO04")
  }

  @Test func aBiasMayRestInAConvexModelAlone() throws {
    #expect(try resting(weight: false, bias: false, isConvex: false).verdict == .passed)
    let network = try resting(weight: false, bias: true, isConvex: false)
    #expect(network.verdict == .stop)
    #expect(network.message == "ten steps do not change \"output.bias\"")
    #expect(try resting(weight: false, bias: true, isConvex: true).verdict == .passed)
    for isConvex in [false, true] {
      let result = try resting(weight: true, bias: false, isConvex: isConvex)
      #expect(result.verdict == .stop)
      #expect(result.message == "ten steps do not change \"output.weight\"")
    }
  }

  /// A training whose weight takes these values step by step, beside a bias that always moves,
  /// and whose loss goes from 0.7 to `end`.
  private func updates(
    _ weights: [Double], end: Double = 0.69, ending: TerminationReason = .completed
  ) throws -> CheckResult {
    let even = even
    @Sendable func state(_ step: Int) -> HandmadeModel {
      even.with([
        ("output.weight", [1, 1], [weights[step]]), ("output.bias", [1], [Double(step)]),
      ])
    }
    let recipe = HandmadeRecipe { request in
      for step in weights.indices.dropFirst() {
        let report = StepReport(
          step: step, epoch: 1, stepCount: weights.count - 1, stepsPerEpoch: 1, loss: 0.7,
          rowCount: 16, gradientNorm: 1, parameterNorm: 1, learningRate: 0.1, isClipped: false)
        _ = request.context.monitor?.stepEnded(report) { state(step) }
      }
      return .handmade(
        state(0), ending: request.stepCount == 0 ? .completed : ending,
        losses: [0.7] + [Double](repeating: end, count: 60), rowIDs: request.rows.rowIDs)
    }
    return try GateFixture.healthy().with(recipe).check("SO12")
  }

  /// Weights that grow by a share of themselves in the first four steps and in those after.
  private func growing(early: Double, late: Double, steps: Int = 50) -> [Double] {
    var weights = [1.0]
    for step in 1...steps {
      weights.append(weights[weights.count - 1] * (1 + (step < 5 ? early : late)))
    }
    return weights
  }

  @Test func stepsFromTheFifthOnAreMeasured() throws {
    #expect(try updates(growing(early: 0.5, late: 0.09)).verdict == .passed)
    let large = try updates(growing(early: 1e-3, late: 0.11))
    #expect(large.verdict == .warning)
    #expect(
      large.message
        == "a step changes the weights by 0.110 of their size, more than is useful")
    #expect(large.threshold == 0.1)
    #expect(try updates(growing(early: 1e-7, late: 1.1e-5)).verdict == .passed)
    let small = try updates(growing(early: 1e-7, late: 9e-6))
    #expect(small.verdict == .warning)
    #expect(small.message.hasSuffix("of their size, less than is useful"))
    #expect(small.threshold == 1e-5)
  }

  @Test func threeStepsHaveToBeSeen() throws {
    #expect(
      try updates(growing(early: 0.01, late: 0.01, steps: 6)).message == "too few steps to measure")
    #expect(try updates(growing(early: 0.01, late: 0.01, steps: 7)).verdict == .passed)
  }

  @Test func stepsThatRestAfterAShockAskForNoLargerOnes() throws {
    // Each of the three signs of a shock by itself: large first steps, a loss that rose, none.
    let thrown = try updates(growing(early: 0.2, late: 0))
    #expect(thrown.verdict == .notApplicable)
    #expect(
      thrown.message == "SO01 failed: the first steps changed the weights by 0.200 of their "
        + "size, and hardly since")
    let still = growing(early: 1e-7, late: 1e-7)
    #expect(try updates(still, end: 1.2).verdict == .notApplicable)
    #expect(
      try updates(still, ending: .diverged(step: 9, loss: .nan, tensor: nil)).verdict
        == .notApplicable)
    #expect(try updates(still).verdict == .warning)
    // First steps within the limit are no shock.
    #expect(try updates(growing(early: 0.09, late: 0)).verdict == .warning)
  }
}
