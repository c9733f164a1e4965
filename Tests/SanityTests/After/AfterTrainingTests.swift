import Datasets
import Evaluation
import Findings
import HealthyPipelines
import Learning
import LinearAlgebra
import Schema
import Testing

@testable import Sanity

@Suite struct AfterTrainingTests {
  private func context(
    _ fixture: GateFixture, predicting outputs: ((Matrix) -> Matrix)? = nil
  ) throws -> AfterContext {
    let train = fixture.rows(.train)
    let dev = fixture.rows(.dev)
    let outcome = try fixture.recipe.fitted(
      to: train, dev: dev, plan: fixture.plan, context: TrainingContext())
    let predicted = outcome.model.outputs(for: dev.inputs)
    return AfterContext(
      outcome: outcome, train: train,
      predictions: Predictions(
        task: fixture.task, classNames: fixture.classNames, rowIDs: dev.rowIDs, truth: dev.truth,
        outputs: outputs.map { $0(predicted) } ?? predicted),
      trainTruth: train.truth)
  }

  private func check(_ code: CheckCode, _ context: AfterContext) throws -> CheckResult {
    try context.check(code)
  }

  @Test func acceptsAHealthyTraining() throws {
    for fixture in [
      GateFixture.healthy(rows: 400, classes: 3).with(model("mlp"), .with(rate: 0.01)),
      .healthy(rows: 400).with(model("logistic")), .healthyNumbers().with(model("linear")),
    ] {
      let results = try Gate.runAfterTraining(context(fixture))
      let after = checkCatalog.entries.filter { [.training, .evaluation].contains($0.stage) }
      #expect(results.map(\.code) == after.map(\.code))
      for result in results where ["ST01", "ST03", "SE01", "SE12"].contains(result.code) {
        #expect(result.verdict == .passed, "\(result.message)")
      }
      #expect(
        results.allSatisfy { [.passed, .notApplicable, .note].contains($0.verdict) },
        "\(results.map(\.message))")
    }
  }

  @Test func stopsOnADivergedTraining() throws {
    let fixture = GateFixture.healthyNumbers()
      .with(model("linear", [("solver", "sgd")]), .with("sgd", rate: 1e3, epochs: 1_000))
    let result = try check("ST01", context(fixture))
    #expect(result.verdict == .stop)
    #expect(
      result.message.wholeMatch(of: /diverged: after \d+ steps .*/) != nil, "\(result.message)")
  }

  @Test func warnsOfATrainingThatLearnedNothing() throws {
    let fixture = GateFixture.healthy(rows: 400, classes: 3)
      .with(model("mlp"), .with(rate: 1e-9, epochs: 1))
    let context = try context(fixture)
    let progress = try check("ST03", context)
    #expect(progress.verdict == .warning)
    #expect(
      progress.message.contains(" is not significantly better than a constant prediction's, 1.10"))
    let constant = try check("SE01", context)
    #expect(constant.verdict == .warning)
    #expect(
      constant.message.hasPrefix("is not significantly better than a constant prediction: loss "))
  }

  @Test func warnsOfPredictionsThatAreAllAlike() throws {
    let fixture = GateFixture.healthy(rows: 400).with(model("logistic"))
    let collapsed = try context(fixture) { outputs in
      Matrix(rows: (0..<outputs.rowCount).map { _ in [0.4, 0.6] })
    }
    let result = try check("SE12", collapsed)
    #expect(result.verdict == .warning)
    #expect(result.message.hasPrefix("every row is predicted as \"class_1\""))
    let numbers = try context(GateFixture.healthyNumbers().with(model("linear"))) { outputs in
      Matrix(rowCount: outputs.rowCount, columnCount: 1, repeating: 0.1)
    }
    #expect(try check("SE12", numbers).message == "the same number is predicted for every row")
  }

  @Test func oneCommonClassIsNoCollapse() throws {
    // 97 % of the rows are negative, and so are all predictions.
    var fixture = GateFixture.healthy(rows: 400)
    fixture.targets = (0..<400).map { $0 % 33 == 0 ? 1 : 0 }
    let context = try context(fixture.with(model("logistic"))) { outputs in
      Matrix(rows: (0..<outputs.rowCount).map { _ in [0.97, 0.03] })
    }
    #expect(try check("SE12", context).verdict == .passed)
  }

  @Test func constantGainIsAMeanInStandardErrors() {
    // Squared errors 0, 0, 1 against 1, 1, 4 of the mean 0: gains 1, 1, 3.
    let gain = ConstantGain(
      outputs: Matrix(rows: [[1], [-1], [1]]), targets: .values([1, -1, 2]),
      weights: nil, prior: .mean(0))
    #expect(gain.map { abs($0.loss - 1.0 / 3) < 1e-15 } == true)
    #expect(gain.map { abs($0.constantLoss - 2) < 1e-15 } == true)
    // Mean 5/3, deviation sqrt(4/3), error 2/3: 2.5.
    #expect(gain.map { abs($0.score - 2.5) < 1e-12 } == true)
  }

  @Test func constantGainCountsRowsWithTheirWeights() {
    // The same with weights 1, 1, 2: losses 2/4 and (1 + 1 + 8)/4, gains of mean 8/4; their error is
    // √(3/2 · (1 + 1 + 4 · 1)) / 4 = 3/4.
    let gain = ConstantGain(
      outputs: Matrix(rows: [[1], [-1], [1]]), targets: .values([1, -1, 2]),
      weights: [1, 1, 2], prior: .mean(0))
    #expect(gain.map { abs($0.loss - 0.5) < 1e-15 } == true)
    #expect(gain.map { abs($0.constantLoss - 2.5) < 1e-15 } == true)
    #expect(gain.map { abs($0.score - 2 / 0.75) < 1e-12 } == true)
    guard
      case .frequencies(let shares) = ConstantPrediction(
        .classes([0, 1, 1], classCount: 3), weights: [2, 1, 1]),
      case .mean(let mean) = ConstantPrediction(.values([1, 4]), weights: [2, 1])
    else {
      Issue.record("a constant prediction of the wrong kind")
      return
    }
    // Half a row for the class without one.
    #expect(shares == [0.5, 0.5, 0.125] && mean == 2)
  }
}
