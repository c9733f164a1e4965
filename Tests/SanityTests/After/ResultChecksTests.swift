import Datasets
import Evaluation
import Findings
import HealthyPipelines
import Learning
import LinearAlgebra
import Schema
import Testing

@testable import Sanity

/// The checks that judge predictions and the model itself.
@Suite struct ResultChecksTests {
  private func context(
    _ fixture: GateFixture, gate: GateReport? = nil,
    changing change: (Predictions) -> Predictions = { $0 }
  ) throws -> AfterContext {
    let train = fixture.rows(.train)
    let outcome = try fixture.recipe.fitted(
      to: train, dev: nil, plan: fixture.plan, context: TrainingContext())
    func predictions(_ rows: TrainingSet) -> Predictions {
      Predictions(
        task: fixture.task, classNames: fixture.classNames, rowIDs: rows.rowIDs,
        truth: rows.truth, outputs: outcome.model.outputs(for: rows.inputs))
    }
    return AfterContext(
      outcome: outcome, train: train, dev: fixture.rows(.dev),
      predictions: change(predictions(fixture.rows(.test))),
      devPredictions: predictions(fixture.rows(.dev)), trainTruth: train.truth,
      recipe: fixture.recipe, plan: fixture.plan, gate: gate,
      inputNames: fixture.columns.map(\.name))
  }

  private func check(_ code: CheckCode, _ context: AfterContext) throws -> CheckResult {
    try context.check(code)
  }

  private let sound = GateFixture.healthy(rows: 600, classes: 3)
    .with(model("mlp"), .with(rate: 0.01))

  @Test(arguments: 1...3 as ClosedRange<UInt64>)
  func acceptsHealthyResults(seed: UInt64) throws {
    for fixture in [
      GateFixture.healthy(rows: 600, classes: 3, seed: seed).with(model("mlp"), .with(rate: 0.01)),
      .healthy(rows: 600, seed: seed).with(model("logistic")),
      .healthyNumbers(rows: 600, seed: seed).with(model("ridge")),
    ] {
      let context = try context(fixture, gate: GateReport(checks: [], elapsedSeconds: 0))
      for code: CheckCode in ["SE02", "SE03", "SE05", "SE07", "SE09"] {
        let result = try check(code, context)
        #expect(result.verdict == .passed, "\(fixture.recipe.kind) \(code) \(result.message)")
      }
      #expect([.passed, .note].contains(try check("SE08", context).verdict))
      #expect([.passed, .notApplicable].contains(try check("SE13", context).verdict))
    }
  }

  @Test func warnsOfWhatIsTooGoodToBeTrue() throws {
    // F45: the target among the inputs.
    var fixture = GateFixture.healthy(rows: 600)
    fixture.columns[3] = .init(name: "copy", values: .numbers(fixture.targets))
    fixture = fixture.with(model("logistic", [("l2", 1e-6)]))
    let gate = try Gate.run(fixture.context)
    let result = try check("SE02", try context(fixture, gate: gate))
    #expect(result.verdict == .warning)
    #expect(
      result.message.wholeMatch(
        of: /loss is .* % of a constant prediction's, and SD10 reported a possible leak/) != nil,
      "\(result.message)")
    #expect(try check("SE02", try context(fixture)).message == "there was no gate")
  }

  @Test func warnsWhenShuffledTargetsPredictDev() throws {
    // A model that has seen the dev rows' targets, whatever it is trained on.
    var fixture = sound
    fixture.recipe = ClairvoyantRecipe(dev: fixture.rows(.dev))
    let result = try check("SE03", try context(fixture))
    #expect(result.verdict == .warning)
    #expect(
      result.message.wholeMatch(
        of:
          /trained on shuffled targets, dev loss is [\d.e−-]+, of a constant prediction [\d.]+: something leaks the dev targets/
      ) != nil, "\(result.message)")
  }

  @Test func warnsOfATestFarWorseThanDev() throws {
    let result = try check(
      "SE05",
      try context(sound) { predictions in
        Predictions(
          task: predictions.task, classNames: predictions.classNames, rowIDs: predictions.rowIDs,
          truth: predictions.truth,
          outputs: Matrix(rowCount: predictions.rowCount, columnCount: 3, repeating: 1.0 / 3))
      })
    #expect(result.verdict == .warning)
    #expect(
      result.message.wholeMatch(
        of: /loss on test 1\.10, on dev [\d.]+: [\d.]+ standard errors worse/) != nil,
      "\(result.message)")
  }

  @Test func stopsOnASavedModelThatDiffers() throws {
    var fixture = sound
    fixture.recipe = FaultyRecipe(.firstRowDiffers)
    let result = try check("SE07", try context(fixture))
    #expect(result.verdict == .stop)
    #expect(
      result.message.hasPrefix("the saved model cannot be loaded: ")
        || result.message.hasSuffix("of the saved model differ from those in memory"))
    #expect(result.causes == ["a mistake in saving or loading models, not in the spec"])
  }

  @Test func notesInputsThatMakeNoDifference() throws {
    let fixture = GateFixture.healthyNumbers(rows: 300).with(model("lasso", [("l1", 0.2)]))
    let result = try check("SE08", try context(fixture))
    #expect(result.verdict == .note)
    #expect(result.message == "3 inputs make no difference: \"x2\", \"x3\", \"x4\"")
    let ridge = GateFixture.healthyNumbers(rows: 300).with(model("ridge"))
    #expect(try check("SE08", try context(ridge)).verdict == .passed)
  }

  @Test func notesAFitThatDoesNotLast() throws {
    let n = 300
    let fixture = GateFixture(
      columns: (0..<10).map { normals(n, seed: 70 + $0) }, classes: integers(n, below: 2, seed: 7),
      train: 100, dev: 100, test: 100
    ).with(model("mlp", [("hidden", [128])]), .with(rate: 0.02, epochs: 100))
    let result = try check("SE09", try context(fixture))
    #expect(result.verdict == .note)
    #expect(
      result.message.wholeMatch(
        of: /0 % reduction in loss from a constant prediction, on train \d+ %/) != nil,
      "\(result.message)")
  }

  @Test func warnsOfAClassThatIsNeverFound() throws {
    let result = try check(
      "SE13",
      try context(sound) { predictions in
        var outputs = predictions.outputs
        for i in 0..<outputs.rowCount { outputs.storage[3 * i + 2] = 0 }
        return Predictions(
          task: predictions.task, classNames: predictions.classNames, rowIDs: predictions.rowIDs,
          truth: predictions.truth, outputs: outputs)
      })
    #expect(result.verdict == .warning)
    #expect(
      result.message.wholeMatch(of: /no row of "class_2" is predicted correctly, \d+ rows in all/)
        != nil,
      "\(result.message)")
  }
}

/// Knows the dev rows' targets and says them, whatever it is trained on.
private struct ClairvoyantRecipe: TestRecipe {
  let dev: TrainingSet
  var kind: String { "clairvoyant" }
  var precision: Precision { .double }
  var isConvex: Bool { true }

  func fitted(
    to train: TrainingSet, dev: TrainingSet?, plan: TrainingPlan, context: TrainingContext
  ) throws(FitError) -> TrainingOutcome {
    TrainingOutcome(
      model: Model(dev: self.dev), method: .steps, ending: .completed, epochs: [], solve: nil,
      stepLosses: [],
      stepCount: 100, constantRowIDs: nil, elapsedSeconds: 0)
  }

  func withoutRegularization() -> ClairvoyantRecipe { self }
  func gradientProblem(on train: TrainingSet, plan: TrainingPlan) -> (any GradientProblem)? { nil }

  private struct Model: FittedModel {
    let dev: TrainingSet
    var kind: String { "clairvoyant" }
    var task: PredictionTask { .multiclass }
    var inputCount: Int { dev.inputs.columnCount }
    var outputCount: Int { 3 }
    var tensors: [NamedTensor] { [] }

    func outputs(for inputs: Inputs) -> Matrix {
      let groups = RowGroups(of: dev.inputs)
      var outputs = Matrix(rowCount: inputs.rowCount, columnCount: 3, repeating: 1.0 / 3)
      guard case .classes(let classes, _) = dev.targets else { return outputs }
      for (i, twin) in groups.equalRows(of: inputs).enumerated() {
        guard let twin else { continue }
        for j in 0..<3 { outputs.storage[3 * i + j] = j == classes[twin] ? 0.9 : 0.05 }
      }
      return outputs
    }
  }
}
