import Findings
import HealthyPipelines
import Learning
import LinearAlgebra
import Schema
import Testing

@testable import Sanity

/// SO13: whether the steps suffice, by taking them; SO08 and SO12 beside it.
@Suite struct BudgetChecksTests {
  private func fixture(
    _ plan: TrainingPlan, rows: Int = 600, seed: UInt64 = 1
  ) -> GateFixture {
    GateFixture.healthy(rows: rows, classes: 3, seed: seed).with(
      model("mlp", [("hidden", [16])]), plan)
  }

  @Test func whatIsMissedIsAShareOfTheLongerGain() {
    // Of the fall from 1 to 0.2 half is missing at 0.6.
    let pilot = BudgetPilot(
      stepCount: 1, fittedRowCount: 1, heldOutCount: 1, prior: 1, loss: 0.6, longerLoss: 0.2,
      score: 9)
    #expect(abs(pilot.missedShare - 0.5) < 1e-15)
    let idle = BudgetPilot(
      stepCount: 1, fittedRowCount: 1, heldOutCount: 1, prior: 1, loss: 0.6, longerLoss: 1.1,
      score: 9)
    #expect(idle.missedShare == 0)
  }

  @Test(arguments: 1...3 as ClosedRange<UInt64>)
  func warnsOfOneEpoch(seed: UInt64) throws {
    // F13.
    let result = try fixture(.with(rate: 1e-2, epochs: 1), seed: seed).check("SO13")
    #expect(result.verdict == .warning, "seed \(seed): \(result.message)")
    #expect(result.message.hasPrefix("the budget is too small: 12 steps bring the loss "))
    #expect(result.causes == ["too few steps: training.epochs: 1 gives 12 steps"])
    #expect(result.remedy == "raise training.epochs")
  }

  @Test func warnsOfOneBatchOfAllRows() throws {
    // F12.
    var plan = TrainingPlan.with(rate: 2e-3, epochs: 20)
    plan.batchSize = 100_000
    let result = try fixture(plan).check("SO13")
    #expect(result.verdict == .warning, "\(result.message)")
    #expect(
      result.causes == [
        "training.batch_size takes all rows in one step: 20 steps in all",
        "too few steps: training.epochs: 20 gives 20 steps",
      ])
  }

  @Test(arguments: 1...5 as ClosedRange<UInt64>)
  func acceptsABudgetThatSuffices(seed: UInt64) throws {
    let result = try fixture(.with(rate: 2e-2, epochs: 25), seed: seed).check("SO13")
    #expect(result.verdict == .passed, "seed \(seed): \(result.message)")
    #expect(result.evidence.last?.values == [270, 90])
  }

  @Test func noPilotWhereItWouldCostTooMuch() throws {
    #expect(
      try fixture(.with(rate: 0.02, epochs: 26)).check("SO13").message
        == "the budget is more than 300 steps: see SS11")
    let wide = GateFixture.healthy(rows: 600).with(
      model("mlp", [("hidden", [2_000, 2_000])]), .with(rate: 1e-4, epochs: 10))
    #expect(BudgetPilot.extent(wide.context) == nil)
    #expect(
      try fixture(.with(epochs: 1), rows: 70).check("SO13").message == "fewer than 50 train rows")
    #expect(
      try GateFixture.healthyNumbers().with(model("ridge")).check("SO13").message
        == "not trained by steps")
    #expect(
      try fixture(.with("lbfgs")).check("SO13").message == "lbfgs chooses its step sizes itself")
  }

  @Test func smallStepsAfterLargeOnesAskForNoLargerOnes() throws {
    // The first step throws every unit to where it gives 0; nothing moves from then on.
    let dead = GateFixture.healthy(classes: 2).with(
      model("mlp", [("hidden", [8])]), .with("sgd", rate: 3_000))
    #expect(try dead.check("SO01").verdict == .stop)
    let result = try dead.check("SO12")
    #expect(
      result.verdict == .notApplicable || result.message.hasSuffix("more than is useful"),
      "\(result.message)")
    // A rate that is only low is still reported.
    let slow = try GateFixture.healthy().with(
      model("mlp", [("hidden", [8])]), .with("sgd", rate: 1e-9)
    ).check("SO12")
    #expect(slow.verdict == .warning, "\(slow.message)")
    #expect(slow.causes == ["training.optimizer.learning_rate is too low"])
  }

  @Test func widensTheSpecItself() throws {
    let fixture = fixture(.with(rate: 0.01))
    #expect(try fixture.check("SO08").message == "there is no spec to widen")
    let result = try check("SO08", of: fixture, variants: WidthVariants(plan: fixture.plan))
    #expect(result.verdict == .passed, "\(result.message)")
    #expect(result.message.hasPrefix("twice as wide it ends at "))
    // A variant that learns nothing ends where it starts.
    var still = fixture.plan
    still.optimizer = makeOptimizer("sgd", [("learning_rate", 1e-9)])
    let worse = try check("SO08", of: fixture, variants: WidthVariants(plan: still))
    #expect(worse.verdict == .note, "\(worse.message)")
    #expect(
      try GateFixture.healthyNumbers().with(model("ridge")).check("SO08").message
        == "the model has no hidden layers")
  }

  private func check(
    _ code: CheckCode, of fixture: GateFixture, variants: any PipelineVariants
  ) throws -> CheckResult {
    let own = fixture.context
    let context = GateContext(
      dataset: fixture.dataset, inputNames: own.inputNames, train: own.train, dev: own.dev,
      test: own.test, recipe: own.recipe, plan: own.plan, variants: variants, seed: 1)
    let entry = checkCatalog.entry(code.rawValue)
    guard case .before(let body) = entry.body else { fatalError("\(code) runs after training") }
    return try entry.checkedResult(settings: fixture.settings) { try body(context) }
  }
}

/// A spec of which only the widths can be changed.
private struct WidthVariants: PipelineVariants {
  let plan: TrainingPlan

  func value(at path: SettingPath) -> Literal? { nil }
  func text(at path: SettingPath) -> String? { nil }
  func place(of path: SettingPath) -> SpecPlace {
    SpecPlace(file: "spec.yaml", line: nil, column: nil, excerpt: "", length: 0, isSet: false)
  }

  func variant(_ edits: [SpecEdit]) throws -> PipelineVariant {
    #expect(edits == [SpecEdit("model.hidden", "[32]")])
    return PipelineVariant(
      recipe: model("mlp", [("hidden", [32])]), plan: plan, inputNames: []
    ) { _ in fatalError("SO08 has its rows") }
  }
}
