import Datasets
import Findings
import HealthyPipelines
import Learning
import Schema
import Testing

@testable import Sanity

/// The pipeline of a fixture with the settings of its model and its optimizer's rate changed.
struct FixtureVariants: PipelineVariants {
  let fixture: GateFixture
  let settings: [SettingPath: Literal]
  let make: @Sendable ([SettingPath: String]) throws -> (any ModelRecipe, TrainingPlan)

  struct Invalid: Error {}

  func value(at path: SettingPath) -> Literal? { settings[path] }
  func text(at path: SettingPath) -> String? { settings[path].map { "\($0)" } }

  func place(of path: SettingPath) -> SpecPlace {
    SpecPlace(file: "test", line: nil, column: nil, excerpt: "", length: 0, isSet: true)
  }

  func variant(_ edits: [SpecEdit]) throws -> PipelineVariant {
    let changes = Dictionary(uniqueKeysWithValues: edits.map { ($0.path, $0.value) })
    let (recipe, plan) = try make(changes)
    let train = fixture.rows(.train)
    return PipelineVariant(
      recipe: recipe, plan: plan, inputNames: fixture.columns.map(\.name)
    ) { ids in
      train.rows(at: ids.compactMap { id in train.rowIDs.firstIndex(of: id) })
    }
  }
}

@Suite struct DiagnosticianTests {
  private static let ratePath = SettingPath.learningRate

  private func gate(_ fixture: GateFixture, _ variants: FixtureVariants?) throws -> GateReport {
    let context = fixture.context
    return try Gate.run(
      GateContext(
        dataset: context.dataset, inputNames: context.inputNames, train: context.train,
        dev: context.dev, test: context.test, recipe: context.recipe, plan: context.plan,
        settings: fixture.settings, variants: variants, seed: 1))
  }

  /// A network on healthy rows whose learning rate is the only thing that can be changed.
  private func rate(_ rate: Double) -> (GateFixture, FixtureVariants) {
    let fixture = GateFixture.healthy().with(model("mlp"), .with("sgd", rate: rate))
    let variants = FixtureVariants(
      fixture: fixture, settings: [Self.ratePath: .number(rate)]
    ) { changes in
      let changed = changes[Self.ratePath].flatMap(Double.init) ?? rate
      return (model("mlp"), .with("sgd", rate: changed))
    }
    return (fixture, variants)
  }

  @Test func namesARateThatIsTooHigh() throws {
    let (fixture, variants) = rate(100)
    let diagnosis = try #require(try gate(fixture, variants).diagnosis)
    #expect(diagnosis.codes.contains("SO01"))
    #expect(diagnosis.verdict == .repairable)
    #expect(diagnosis.cause == "training.optimizer.learning_rate is too high")
    #expect(diagnosis.repair?.changes.first?.old == "number(100.0)")
    let new = try #require(diagnosis.repair.flatMap { Double($0.changes[0].new) })
    #expect(new < 10)
    #expect(diagnosis.before?.neededLoss == 0.05)
    let after = try #require(diagnosis.repair?.after)
    #expect(after.endLoss.map { $0 <= 0.1 } == true)
    #expect(after.curve.count > 1)
  }

  @Test func namesARateThatIsTooLow() throws {
    let (fixture, variants) = rate(1e-6)
    let diagnosis = try #require(try gate(fixture, variants).diagnosis)
    #expect(diagnosis.cause == "training.optimizer.learning_rate is too low")
  }

  @Test func healthyPipelinesAndUnknownSpecsHaveNone() throws {
    let (healthy, variants) = rate(0.3)
    #expect(try gate(healthy, variants).diagnosis == nil)
    let (broken, _) = rate(100)
    let report = try gate(broken, nil)
    #expect(report.isStopped)
    #expect(report.diagnosis == nil)
  }

  /// A stop of the data is its own explanation.
  @Test func dataStopsAreNotDiagnosed() throws {
    var (fixture, variants) = rate(0.3)
    fixture.targets = fixture.targets.map { _ in 0 }
    variants = FixtureVariants(
      fixture: fixture, settings: variants.settings, make: variants.make)
    let report = try gate(fixture, variants)
    #expect(report.isStopped)
    #expect(report.diagnosis == nil)
  }

  /// No edit of a spec fixes a backward pass.
  @Test func aWrongGradientIsNamedAndNothingTried() throws {
    let recipe = BrokenRecipe(fault: .flippedGradient)
    let fixture = GateFixture.healthy().with(recipe, .with("sgd", rate: 0.3))
    let variants = FixtureVariants(
      fixture: fixture, settings: [Self.ratePath: .number(0.3)]
    ) { _ in
      Issue.record("a change was tried")
      throw FixtureVariants.Invalid()
    }
    let diagnosis = try #require(try gate(fixture, variants).diagnosis)
    #expect(diagnosis.verdict == .faultyUpdate)
    #expect(diagnosis.cause.contains("not in the spec"))
    #expect(diagnosis.trials.isEmpty)
    #expect(diagnosis.repair == nil)
  }

  @Test func admitsThatNothingHelps() throws {
    let fixture = GateFixture.healthy().with(model("mlp"), .with("sgd", rate: 1e-7))
    let variants = FixtureVariants(
      fixture: fixture, settings: [Self.ratePath: .number(1e-7)]
    ) { _ in (model("mlp"), .with("sgd", rate: 1e-7)) }
    let diagnosis = try #require(try gate(fixture, variants).diagnosis)
    #expect(diagnosis.verdict == .unknown)
    #expect(
      diagnosis.cause
        == "unknown: none of \(diagnosis.trials.count) changes makes it pass; a reference "
        + "optimizer fits the rows, which points at the optimizer or its learning rate")
    #expect(diagnosis.ruledOut.contains("learning rate"))
  }

  /// An edit that is not a valid spec has failed; it does not end the search.
  @Test func survivesEditsThatAreInvalid() throws {
    let fixture = GateFixture.healthy().with(model("mlp"), .with("sgd", rate: 100))
    let variants = FixtureVariants(
      fixture: fixture,
      settings: [Self.ratePath: .number(100), "preprocessing.scale": "none"]
    ) { changes in
      if changes["preprocessing.scale"] != nil { throw FixtureVariants.Invalid() }
      return (model("mlp"), .with("sgd", rate: changes[Self.ratePath].flatMap(Double.init) ?? 100))
    }
    let diagnosis = try #require(try gate(fixture, variants).diagnosis)
    #expect(diagnosis.verdict == .repairable)
    // Tried at the rate of the spec alone, which says little.
    #expect(!diagnosis.ruledOut.contains("scale"))
    #expect(diagnosis.notHelpedAlone?.contains("scale") == true)
  }

  @Test func theBudgetCountsOperations() {
    let (fixture, _) = rate(0.3)
    var budget = DiagnosisBudget(fixture.context)
    #expect(!budget.isSpent)
    budget.count(steps: Int(budget.limit / 1e5) + 1, rowCount: 0)
    #expect(budget.isSpent)
    // 120 rows in batches of 32 are 4 steps an epoch, for 20 epochs.
    let parameters = Double(
      fixture.context.initialState?.problem.layout.parameterCount ?? 0)
    #expect(budget.fullRun == 80 * (6 * parameters * 32 + 1e5))
  }
}
