import Findings
import Foundation
import HealthyPipelines
import Learning
import LinearAlgebra
import Testing

@testable import Sanity

/// SI01 to SI04: the loss and the outputs at the start against what chance and the formula give.
@Suite struct StartLossTests {
  private let numbers = GateFixture(
    columns: [normals(40, seed: 1)], values: (0..<40).map { $0 % 2 == 0 ? 1 : -1 }, train: 40)

  private func classes(_ count: Int, of k: Int) -> GateFixture {
    GateFixture(
      columns: [normals(count, seed: 1)], classes: (0..<count).map { $0 % k }, train: count)
  }

  @Test func aGradientThatIsNotFiniteIsNamed() throws {
    let problem = HandmadeProblem(
      [("output.weight", [1, 1], [0]), ("output.bias", [1], [0])], gradient: { _ in [1, .nan] })
    let result = try numbers.with(
      HandmadeRecipe(problem: problem, start: HandmadeModel.numbers { _ in 0 })
    ).check("SI01")
    #expect(result.verdict == .stop)
    #expect(result.message == "the gradient of \"output.bias\" is not finite before the first step")
  }

  /// A model that predicts 0 for targets of ±1, whose squared and absolute errors are 1, and a
  /// training that says its loss is another.
  private func formula(
    _ loss: Double, isConvex: Bool, kind: LossKind = .meanSquaredError
  ) throws -> CheckResult {
    let weight: [(name: String, shape: [Int], values: [Double])] = [("output.weight", [1, 1], [0])]
    var plan = TrainingPlan.with()
    plan.loss = kind
    return try numbers.with(
      HandmadeRecipe(
        isConvex: isConvex, problem: HandmadeProblem(weight, loss: { _ in loss }),
        start: HandmadeModel.numbers { _ in 0 }.with(weight)), plan
    ).check("SI02")
  }

  @Test func onlySquaredErrorsOfLinearModelsCountHalf() throws {
    let network = try formula(0.5, isConvex: false)
    #expect(network.verdict == .stop)
    #expect(network.message == "the loss is 0.500 where its formula gives 1.00")
    #expect(try formula(0.5, isConvex: true).verdict == .passed)
    #expect(try formula(1, isConvex: true).verdict == .passed)
    #expect(try formula(0.5, isConvex: true, kind: .meanAbsoluteError).verdict == .stop)
    #expect(
      try formula(0.6, isConvex: true).message == "the loss is 0.600 where its formula gives 0.500")
    #expect(
      try formula(0.9, isConvex: true).message == "the loss is 0.900 where its formula gives 1.00")
  }

  @Test func aThousandthIsRounding() throws {
    #expect(try formula(1.0009, isConvex: false).verdict == .passed)
    #expect(try formula(1.0011, isConvex: false).verdict == .stop)
    #expect(try formula(.nan, isConvex: false).verdict == .notApplicable)
  }

  @Test(arguments: [2, 4, 5])
  func chanceIsTheLogarithmOfTheClasses(k: Int) throws {
    let shares = [Double](repeating: 1 / Double(k), count: k)
    let result = try classes(40, of: k).with(
      HandmadeRecipe(start: HandmadeModel.probabilities(shares))
    ).check("SI03")
    #expect(result.verdict == .passed)
    #expect(abs(try #require(result.value) - 1) < 1e-12)
    if k == 5 {
      #expect(result.message == "initial loss is 1.61, by chance 1.61")
    }
  }

  @Test func threeTimesTheLossOfChanceIsBorne() throws {
    // Probabilities of 0.13 and 0.12 have −ln p = 2.04 and 2.12, against ln 2 = 0.693.
    func loss(_ p: Double) throws -> CheckResult {
      try classes(40, of: 2).with(
        HandmadeRecipe { .handmade(HandmadeModel.recalling($0.rows.targets, loss: -log(p))) }
      ).check("SI03")
    }
    #expect(try loss(0.13).verdict == .passed)
    let result = try loss(0.12)
    #expect(result.verdict == .warning)
    #expect(result.message == "initial loss is 2.12, 3.06 times that of chance")
    #expect(result.threshold == 3)
  }

  @Test func threeDeviationsFromTheMeanAreBorne() throws {
    // Outputs of c for targets of ±1: c² + 1 against 1.
    func offset(_ c: Double, network: NetworkDescription? = nil) throws -> CheckResult {
      try numbers.with(
        HandmadeRecipe(network: network, start: HandmadeModel.numbers { _ in c })
      ).check("SI03")
    }
    let accepted = try offset(3)
    #expect(accepted.verdict == .passed)
    #expect(accepted.value == 10)
    let result = try offset(3.25)
    #expect(result.verdict == .warning)
    #expect(
      result.message == "initial loss is 11.6, 11.6 times that of a constant prediction")
    #expect(result.threshold == 10)
    // Weights can be drawn too wide where they are drawn.
    #expect(result.causes == ["the target's mean is far from 0"])
    #expect(
      try offset(4, network: .handmade(hidden: [8])).causes
        == ["the target's mean is far from 0", "model.initialization_scale is too large"])
  }

  /// Even probabilities for classes of which one is rare.
  private func lopsided(_ common: Int, _ rare: Int) throws -> CheckResult {
    let n = common + rare
    return try GateFixture(
      columns: [normals(n, seed: 1)], classes: (0..<n).map { $0 < rare ? 1 : 0 }, train: n
    ).with(HandmadeRecipe(start: HandmadeModel.probabilities([0.5, 0.5]))).check("SI04")
  }

  @Test func classesAreLopsidedAboveTenToOne() throws {
    #expect(try lopsided(100, 10).message == "no class is ten times as frequent as another")
    // 11/12 · ln(11/12 / ½) + 1/12 · ln(1/12 / ½) = 0.5556 − 0.1493.
    let little = try lopsided(110, 10)
    #expect(little.verdict == .passed)
    #expect(abs(try #require(little.value) - 0.4063) < 1e-3)
    // 40/41 · ln(80/41) + 1/41 · ln(2/41) = 0.6522 − 0.0737.
    let much = try lopsided(120, 3)
    #expect(much.verdict == .warning)
    #expect(
      much.message
        == "classes are unbalanced (98 % are of one class), but outputs start 0.578 nats away "
        + "from their frequencies")
  }

  @Test func numbersAreOffCentreAboveThreeDeviations() throws {
    // Targets of c ± 1, outputs of 0.
    func mean(_ c: Double, outputs: Double = 0) throws -> CheckResult {
      var fixture = numbers
      fixture.targets = fixture.targets.map { c + $0 }
      return try fixture.with(
        HandmadeRecipe(start: HandmadeModel.numbers { _ in outputs })
      ).check("SI04")
    }
    #expect(try mean(3).message == "the target's mean is near 0")
    let result = try mean(-4)
    #expect(result.verdict == .warning)
    #expect(
      result.message == "the target's mean is −4.00, but outputs start at 0: 4.00 deviations away")
    #expect(try mean(4, outputs: 3).verdict == .passed)
    #expect(try mean(4, outputs: 2.5).verdict == .warning)
  }
}
