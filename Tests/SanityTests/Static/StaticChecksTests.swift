import Datasets
import Findings
import HealthyPipelines
import Learning
import LinearAlgebra
import Schema
import Testing

@testable import Sanity

@Suite struct StaticChecksTests {
  private let network = GateFixture.network

  @Test func acceptsAnOrdinaryNetwork() throws {
    for code: CheckCode in [
      "SS01", "SS02", "SS03", "SS04", "SS05", "SS07", "SS08", "SS09", "SS10", "SS11", "SS13",
    ] {
      let result = try network.check(code)
      #expect(
        result.verdict == (code == "SS03" ? .notApplicable : .passed), "\(code) \(result.message)")
    }
    #expect(try network.check("SS12").message == "there is no early stopping")
  }

  @Test func stopsOnALossOfAnotherTask() throws {
    var plan = TrainingPlan.with()
    plan.loss = .crossEntropy
    let result = try GateFixture.healthyNumbers().with(model("mlp"), plan).check("SS01")
    #expect(result.verdict == .stop)
    #expect(result.message == "training.loss \"cross_entropy\" does not fit a regression task")
    let head = model("mlp", [("output", ["activation": "softmax"])])
    var binary = TrainingPlan.with()
    binary.loss = .binaryCrossEntropy
    let mismatch = try GateFixture.healthy().with(head, binary).check("SS01")
    #expect(mismatch.verdict == .stop)
    #expect(
      mismatch.message
        == "model.output.activation \"softmax\" does not fit training.loss "
        + "\"binary_cross_entropy\"")
  }

  @Test func warnsOfSquaredErrorsOfProbabilities() throws {
    // F30.
    var plan = TrainingPlan.with()
    plan.loss = .meanSquaredError
    let result = try GateFixture.healthy(classes: 3).with(model("mlp"), plan).check("SS01")
    #expect(result.verdict == .warning)
    #expect(
      result.message == "mse of probabilities learns classes slowly: its gradient vanishes "
        + "where a prediction is confidently wrong")
  }

  @Test func warnsOfAHiddenSoftmax() throws {
    // F23.
    let result = try network.with(model("mlp", [("activation", "softmax"), ("hidden", [50])]))
      .check("SS02")
    #expect(result.verdict == .warning)
    #expect(
      result.message
        == "the hidden activation is softmax: outputs are about 0.0200, too small for the next layer"
    )
    // The widest layer has the smallest outputs.
    let wide = model("mlp", [("activation", "softmax"), ("hidden", [20, 50])])
    #expect(try network.with(wide).check("SS02").value == 0.02)
    #expect(try network.with(model("logistic")).check("SS02").message == "there is no hidden layer")
  }

  @Test func stopsOnTargetsTheOutputCannotReach() throws {
    // F24.
    let recipe = model("mlp", [("output", ["activation": "sigmoid"])])
    var fixture = GateFixture.healthyNumbers().with(recipe)
    fixture.targets = (0..<200).map { $0 == 3 ? 2.5 : 0.5 }
    let result = try fixture.check("SS03")
    #expect(result.verdict == .stop)
    #expect(
      result.message == "the output is a sigmoid, within 0 and 1, but 0.8 % of the train targets "
        + "are not: row 4 has 2.50")
    fixture.targets[3] = 1
    #expect(try fixture.check("SS03").verdict == .passed)
    #expect(
      try GateFixture.healthyNumbers().with(model("linear")).check("SS03").message
        == "the model has no output activation")
  }

  @Test func stopsOnClassesWithoutAnOutput() throws {
    // F58: an index that no class has; nothing else may trip over it.
    var fixture = network
    fixture.targets[7] = 2
    let result = try fixture.check("SS04")
    #expect(result.verdict == .stop)
    #expect(
      result.message == "train has class index 2 (row 8) where 2 classes are counted from 0")
    let report = try Gate.run(fixture.context)
    #expect(report.isStopped)
    #expect(report.checks.allSatisfy { checkCatalog[$0.code]?.stage == .static })
    #expect(
      try GateFixture.healthyNumbers().check("SS04").message == "the target is a number")
  }

  @Test func warnsOfLayersWithNothingBetween() throws {
    // F21.
    let result = try network.with(
      model("mlp", [("activation", "identity"), ("hidden", [16, 16])])
    ).check("SS07")
    #expect(result.verdict == .warning)
    #expect(
      result.message == "2 hidden layers without an activation: together they are a linear model")
  }

  @Test func stopsOnANetworkThatIsAllFrozen() throws {
    let all = model("mlp", [("hidden", [8]), ("frozen", ["hidden_1", "output"])])
    let result = try network.with(all).check("SS09")
    #expect(result.verdict == .stop)
    #expect(result.message == "every layer is frozen: there is nothing to train")
    let some = model("mlp", [("hidden", [25]), ("frozen", ["hidden_1"])])
    #expect(try network.with(some).check("SS09").message == "1 layer of 2 frozen, as the spec says")
    #expect(
      try network.with(model("logistic")).check("SS09").message == "the model has no layers")
  }

  @Test func warnsOfAFrozenLayerWithoutUnitsToSpare() throws {
    // F14: 24 units for 5 inputs; of 6 · 24 + 25 · 8 hidden parameters the first 144 are frozen.
    let narrow = model("mlp", [("hidden", [24, 8]), ("frozen", ["hidden_1"])])
    let result = try network.with(narrow).check("SS09")
    #expect(result.verdict == .warning)
    #expect(
      result.message
        == "\"hidden_1\" is frozen with its random initial weights, with 24 units for 5 inputs; "
        + "frozen are 42 % of the hidden parameters")
    #expect(result.value == 4.8)
    #expect(result.threshold == 5)
    let second = model("mlp", [("hidden", [8, 8]), ("frozen", ["hidden_2"])])
    #expect(
      try network.with(second).check("SS09").message.hasPrefix(
        "\"hidden_2\" is frozen with its random initial weights, with 8 units for 8 inputs"))
    let output = model("mlp", [("frozen", ["output"])])
    #expect(try network.with(output).check("SS09").verdict == .passed)
  }

  @Test func warnsOfManyPlainLayers() throws {
    // F29.
    func depth(_ count: Int, _ more: [(String, Literal)] = []) throws -> CheckResult {
      let widths = [Literal](repeating: .integer(8), count: count)
      return try network.with(model("mlp", [("hidden", .list(widths))] + more)).check("SS15")
    }
    #expect(try depth(10).verdict == .passed)
    #expect(try depth(10).message == "10 hidden layers")
    let deep = try depth(11)
    #expect(deep.verdict == .warning)
    #expect(
      deep.message == "11 hidden layers without normalization: signals and gradients hardly pass "
        + "through them")
    #expect(deep.causes == ["model.hidden has too many layers"])
    #expect(try depth(11, [("layer_norm", true)]).message == "its layers are normalized")
    #expect(
      try network.with(model("logistic")).check("SS15").message == "the model has no layers")
  }

  @Test func searchesFindTheirStepsByThemselves() throws {
    let searched = network.with(model("mlp"), .with("lbfgs"))
    for code: CheckCode in ["SS10", "SS11"] {
      #expect(try searched.check(code).message == "lbfgs chooses its step sizes itself")
    }
    let report = try Gate.run(searched.context)
    #expect(!report.isStopped)
  }

  @Test func warnsOfSchedulesThatLeaveNoTime() throws {
    // F04.
    var fixture = network
    fixture.plan.schedule = makeSchedule("exponential", [("gamma", 0.1)])
    let decayed = try fixture.check("SS10")
    #expect(decayed.verdict == .warning, "\(decayed.message)")
    #expect(decayed.message.hasPrefix("the learning rate has fallen to "))
    fixture.plan.schedule = makeSchedule("constant", [("warmup_steps", 10_000)])
    let warming = try fixture.check("SS10")
    #expect(warming.verdict == .warning)
    #expect(
      warming.message == "in 400 steps the learning rate only reaches 4.0 % of its peak",
      "\(warming.message)")
    fixture.plan.schedule = makeSchedule("cosine", [("warmup_steps", 20)])
    #expect(try fixture.check("SS10").verdict == .passed)
  }

  @Test func warnsOfABudgetThatMovesNothing() throws {
    // F13: one epoch of four steps at a thousandth.
    let result = try network.with(model("mlp"), .with(rate: 1e-3, epochs: 1)).check("SS11")
    #expect(result.verdict == .warning)
    #expect(
      result.message.wholeMatch(
        of:
          /4 steps can move the weights by 0\.\d % of their size at most: too little to learn much/)
        != nil, "\(result.message)")
    #expect(result.causes.first == "training.epochs or training.steps too few")
    // Of 400 steps it is the rate that is too small.
    let small = try network.with(model("mlp"), .with(rate: 1e-6, epochs: 100)).check("SS11")
    #expect(small.causes.first == "training.optimizer.learning_rate is too low")
  }

  @Test func stopsOnEarlyStoppingThatCannotWork() throws {
    // F40.
    func stopping(_ name: String, higher: Bool, patience: Int) -> EarlyStopping {
      EarlyStopping(
        metric: DevMetric(name: name, isHigherBetter: higher) { _ in 0 }, patience: patience)
    }
    var fixture = network
    fixture.plan.earlyStopping = stopping("log_loss", higher: true, patience: 5)
    #expect(
      try fixture.check("SS12").message == "early stopping treats higher log_loss as better")
    fixture.plan.earlyStopping = stopping("accuracy", higher: false, patience: 5)
    #expect(
      try fixture.check("SS12").message == "early stopping treats lower accuracy as better")
    fixture.plan.earlyStopping = stopping("accuracy", higher: true, patience: 0)
    let impatient = try fixture.check("SS12")
    #expect(impatient.verdict == .stop)
    #expect(
      impatient.message == "early stopping has patience 0: it ends after the first epoch")
    fixture.plan.earlyStopping = stopping("accuracy", higher: true, patience: 5)
    #expect(try fixture.check("SS12").verdict == .passed)
    fixture.split = .init(train: Array(0..<200), dev: [], test: [])
    #expect(
      try fixture.check("SS12").message
        == "early stopping watches dev accuracy, but there are no dev rows")
  }

  @Test func warnsOfSumsAndOfHeavyClasses() throws {
    // F32.
    var fixture = network
    fixture.plan.reduction = .sum
    let sum = try fixture.check("SS13")
    #expect(sum.verdict == .warning)
    #expect(
      sum.message
        == "losses are summed over 32 rows: a learning rate of 0.0100 counts as 0.320")
    fixture.plan.reduction = .mean
    fixture.plan.classWeights = .perClass([1, 500])
    let heavy = try fixture.check("SS13")
    #expect(heavy.verdict == .warning)
    #expect(heavy.message == "one class weighs 500 times as much as another")
    fixture.plan.classWeights = .perClass([1, 5])
    #expect(try fixture.check("SS13").verdict == .passed)
  }
}
