import Diagnostics
import Runs
import Schema
import Testing

@testable import Reporting

@Suite struct ValidationTextTests {
  private static let cost = CostEstimate(
    parameterCount: 9_162, memoryBytes: 82_000_000, trainingSeconds: 0.4,
    leastTrainingSeconds: 0.3, mostTrainingSeconds: 1.2, basis: .steps, epochCount: 60,
    stepCount: 2_760, operationsPerStep: 500_000)

  @Test func writesTheCostOfAStepwiseTraining() {
    #expect(
      CostText.line(Self.cost)
        == "9,162 parameters · 2,760 steps of 500 kFLOP · 0.30–1.2 s, at most 60 epochs · "
        + "82.0 MB of memory")
  }

  @Test func writesTheCostOfASolver() {
    var cost = Self.cost
    cost.solver = "newton"
    cost.stepCount = 6
    cost.epochCount = nil
    cost.mostTrainingSeconds = 0.3
    #expect(
      CostText.line(cost)
        == "9,162 parameters · newton, 6 iterations of 500 kFLOP · about 0.40 s · "
        + "82.0 MB of memory")
    cost.stepCount = 1
    #expect(CostText.line(cost).contains(" · newton, 500 kFLOP · "))
    cost.operationsPerStep = nil
    #expect(CostText.line(cost).hasPrefix("9,162 parameters · about 0.40 s"))
  }

  @Test func oneColumnIsOneColumnAndWeightsAreSaid() {
    var part = Validation.Part(name: .train, rowCount: 90, classCounts: [])
    part.effectiveRowCount = 71.6
    var test = Validation.Part(name: .test, rowCount: 30, classCounts: [])
    test.effectiveRowCount = 30
    let validation = Validation(
      experiment: "line", model: "ridge", task: .regression, target: "y", parts: [part, test],
      columnCount: 1, inputCount: 1, features: [], cost: Self.cost, warnings: [])
    #expect(
      ValidationText.lines(validation, path: "l.yaml")[2]
        == "  rows       90 train / 30 test (by weight as good as 72 / 30) · 1 column → 1 input")
  }

  @Test func writesTheFactsOfASpec() {
    let validation = Validation(
      experiment: "iris", model: "softmax", task: .multiclass, target: "species",
      parts: [
        .init(
          name: .train, rowCount: 1_090,
          classCounts: [.init(name: "a", rowCount: 1_000), .init(name: "b", rowCount: 90)]),
        .init(name: .test, rowCount: 30, classCounts: []),
      ], columnCount: 2, inputCount: 3,
      features: [
        .init(name: "length", role: .number, reason: "all values are numbers"),
        .init(name: "id", role: .drop, reason: "asked for"),
        .init(name: "colour", role: .category, reason: "text"),
      ], cost: Self.cost,
      warnings: [Diagnostic(.warning, id: "few-rows", "few rows", notes: ["add rows"])])
    #expect(
      ValidationText.lines(validation, path: "iris.yaml") == [
        "iris.yaml: valid",
        "  iris · softmax · multiclass · target species",
        "  rows       1,090 train / 30 test · 2 columns → 3 inputs",
        "  classes    a 1,000 · b 90",
        "  columns    1 number (length) · 1 category (colour) · 1 drop (id)",
        "  training   \(CostText.line(Self.cost))",
        "  ! few rows",
        "    add rows",
      ])
  }
}
