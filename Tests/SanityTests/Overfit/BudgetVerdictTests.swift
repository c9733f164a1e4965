import Findings
import HealthyPipelines
import Learning
import LinearAlgebra
import Schema
import Testing

@testable import Sanity

/// SO13 and SO08: which of their conditions have to hold, on trainings whose losses are given.
@Suite struct BudgetVerdictTests {
  /// Targets of ±1, so that a constant prediction's squared error is 1, as the first input; the second
  /// is the part of the error that falls on a row, of mean square 2 over the held-out rows.
  ///
  /// Where it is 1 and √3 in turn, what is gained is even over the rows: 2 by 1 / √49, of 14
  /// standard errors. Where one row of the 50 has it all, it is of one standard error.
  private func pilot(_ loss: Double, longer: Double, onOneRow: Bool = false) throws -> CheckResult {
    let targets = (0..<200).map { (i: Int) -> Double in i / 4 % 2 == 0 ? 1 : -1 }
    let shares = (0..<200).map { (i: Int) -> Double in
      onOneRow ? (i == 3 ? 10 : 0) : i / 4 % 2 == 0 ? 1 : 3.0.squareRoot()
    }
    var fixture = GateFixture(columns: [targets, shares], values: targets, train: 200)
    fixture.inputs = Matrix(
      rowCount: 200, columnCount: 2, storage: zip(targets, shares).flatMap { [$0, $1] })
    var plan = TrainingPlan.with()
    plan.budget = .steps(100)
    let recipe = HandmadeRecipe { request in
      let own = request.stepCount == 400 ? longer : request.stepCount == 100 ? loss : 0
      let size = (own / 2).squareRoot()
      // The trial of SO01 succeeds.
      return .handmade(
        HandmadeModel.numbers { $0[0] + size * $0[1] },
        ending: request.plan.target == nil ? .completed : .targetReached(step: 1),
        losses: [1, 0], rowIDs: request.rows.rowIDs)
    }
    return try fixture.with(recipe, plan).check("SO13")
  }

  @Test func whatIsMissedMustBeAShareOfTheGainAndOfTheLoss() throws {
    // Most of the gain, and most of the loss.
    let result = try pilot(0.6, longer: 0.2)
    #expect(result.verdict == .warning)
    #expect(
      result.message == "the budget is too small: 100 steps bring the loss of other rows to "
        + "0.600, 400 to 0.200 (constant prediction 1.00)")
    #expect(result.causes == ["too few steps: training.steps: 100 gives 100 steps"])
    // A ninth of the gain, and half of the loss.
    #expect(try pilot(0.2, longer: 0.1).verdict == .warning)
    // A thirty-third of the gain, though three quarters of the loss.
    #expect(try pilot(0.04, longer: 0.01).verdict == .passed)
    // A sixth of the gain, and a fifth of the loss.
    #expect(try pilot(0.5, longer: 0.4).verdict == .passed)
    // A fifth of the loss, which is most of the gain.
    #expect(try pilot(0.98, longer: 0.8).verdict == .warning)
  }

  @Test func whatIsMissedMustBeSure() throws {
    let result = try pilot(0.6, longer: 0.2, onOneRow: true)
    #expect(result.verdict == .passed, "\(result.message)")
    #expect(try #require(result.value) > 0.4)
  }

  /// A trial that ends at 0.04 where 0.05 is needed, and one of twice the width that ends at `end`.
  private func widened(_ end: Double) throws -> CheckResult {
    func recipe(_ loss: Double) -> HandmadeRecipe {
      HandmadeRecipe(network: .handmade(hidden: [4, 3])) { request in
        .handmade(
          HandmadeModel.recalling(request.rows.targets, loss: loss),
          losses: [0.7, loss], rowIDs: request.rows.rowIDs)
      }
    }
    let fixture = GateFixture.healthy().with(recipe(0.04))
    let own = fixture.context
    let context = GateContext(
      dataset: fixture.dataset, inputNames: own.inputNames, train: own.train, dev: own.dev,
      test: own.test, recipe: own.recipe, plan: own.plan,
      variants: OneVariant(recipe: recipe(end), plan: own.plan), seed: 1)
    guard case .before(let body) = checkCatalog.entry("SO08").body else { fatalError("SO08") }
    return try checkCatalog.entry("SO08").result(settings: fixture.settings) { try body(context) }
  }

  @Test func aTwentiethAboveWhatIsNeededIsBorne() throws {
    #expect(try widened(0.045).verdict == .passed)
    #expect(try widened(0.052).verdict == .passed)
    let worse = try widened(0.053)
    #expect(worse.verdict == .note)
    #expect(
      worse.message
        == "twice as wide it ends at 0.0530 after 1 step, with the spec's widths at 0.0400")
  }
}

/// A spec of which the widths alone can be changed, to one recipe.
private struct OneVariant: PipelineVariants {
  let recipe: any ModelRecipe
  let plan: TrainingPlan

  func value(at path: SettingPath) -> Literal? { nil }
  func text(at path: SettingPath) -> String? { nil }
  func place(of path: SettingPath) -> SpecPlace {
    SpecPlace(file: "spec.yaml", line: nil, column: nil, excerpt: "", length: 0, isSet: false)
  }

  func variant(_ edits: [SpecEdit]) throws -> PipelineVariant {
    #expect(edits == [SpecEdit("model.hidden", "[8, 6]")])
    return PipelineVariant(recipe: recipe, plan: plan, inputNames: []) { _ in
      fatalError("SO08 has its rows")
    }
  }
}
