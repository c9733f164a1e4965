import Datasets
import Findings
import HealthyPipelines
import Learning
import LinearAlgebra
import Schema
import Testing

@testable import Sanity

@Suite struct InitialChecksTests {
  private let network = GateFixture.healthy().with(model("mlp"))

  @Test func stopsOnALossThatOverflows() throws {
    var fixture = GateFixture.healthyNumbers()
    fixture.inputs = Matrix(rowCount: 200, columnCount: 5, repeating: 1e200)
    let result = try fixture.with(model("mlp")).check("SI01")
    #expect(result.verdict == .stop)
    #expect(result.message == "the initial loss is inf")
  }

  @Test func acceptsAFiniteStart() throws {
    #expect(try network.check("SI01").verdict == .passed)
    #expect(try GateFixture.healthy().check("SI01").verdict == .notApplicable)
  }

  @Test func findsALossThatIsNotItsFormula() throws {
    let result = try GateFixture.healthy().with(BrokenRecipe(fault: .summedLoss)).check("SI02")
    #expect(result.verdict == .stop)
    #expect(
      result.message == "the loss is 83.2 where its formula gives 0.693")
  }

  @Test(arguments: ["linear", "ridge", "mlp"])
  func acceptsTheLossesOfNumbers(kind: String) throws {
    #expect(try GateFixture.healthyNumbers().with(model(kind)).check("SI02").verdict == .passed)
    let flat = model("mlp", [("hidden", [])])
    #expect(try GateFixture.healthyNumbers().with(flat).check("SI02").verdict == .passed)
  }

  @Test func warnsOfAStartFarWorseThanChance() throws {
    // F18: an initialization thirty times too wide.
    let recipe = model("mlp", [("initialization_scale", 30)])
    let result = try GateFixture.healthy(classes: 3).with(recipe).check("SI03")
    #expect(result.verdict == .warning)
    #expect(result.message.hasPrefix("initial loss is "))
    #expect(result.message.hasSuffix(" times that of chance"))
  }

  @Test func warnsOfNumbersFarFromZero() throws {
    var fixture = GateFixture.healthyNumbers()
    fixture.targets = fixture.targets.map { 50 + $0 }
    let result = try fixture.with(model("mlp")).check("SI03")
    #expect(result.verdict == .warning)
    #expect(result.message.hasSuffix(" times that of a constant prediction"))
    // H19: the same with the bias where the mean is.
    let prior = model("mlp", [("output", ["bias_initialization": "prior"])])
    #expect(try fixture.with(prior).check("SI03").verdict == .passed)
  }

  @Test(arguments: 1...10 as ClosedRange<UInt64>)
  func acceptsHealthyStarts(seed: UInt64) throws {
    for (activation, scheme) in [
      ("relu", "he_normal"), ("tanh", "glorot_normal"), ("sigmoid", "glorot_uniform"),
    ] {
      let recipe = model(
        "mlp",
        [
          ("hidden", [64, 64, 64, 64]), ("activation", .string(activation)),
          ("initialization", .string(scheme)),
        ])
      var fixture = GateFixture.healthy(columns: 20, classes: 5, seed: seed).with(recipe)
      fixture.plan.seed = seed
      for code: CheckCode in ["SI01", "SI02", "SI03", "SI08", "SI10", "SI15"] {
        let result = try fixture.check(code)
        #expect(
          [.passed, .notApplicable].contains(result.verdict),
          "\(activation) \(code): \(result.message)")
      }
    }
  }

  @Test func findsTensorsWithoutGradient() throws {
    for settings: [(String, Literal)] in [
      [("initialization", "zeros")], [("bias_initialization", -100)],
    ] {
      let result = try GateFixture.healthy().with(model("mlp", settings)).check("SI08")
      #expect(result.verdict == .stop)
      #expect(
        result.message == "no gradient reaches \"hidden_1.weight\", \"hidden_1.bias\", "
          + "\"output.weight\": they cannot learn")
    }
  }

  @Test func frozenLayersNeedNoGradient() throws {
    // Hidden units that nothing passes through, frozen: only the output learns, and is reported.
    let frozen = model("mlp", [("frozen", ["hidden_1"])])
    let fixture = GateFixture.healthy().with(frozen)
    for code: CheckCode in ["SI08", "SI10"] { #expect(try fixture.check(code).verdict == .passed) }
    let dead = model("mlp", [("frozen", ["hidden_1"]), ("bias_initialization", -100)])
    let result = try GateFixture.healthy().with(dead).check("SI08")
    #expect(result.verdict == .stop)
    #expect(result.message == "no gradient reaches \"output.weight\": it cannot learn")
  }

  @Test func findsWhatNormalisingOneUnitDoes() throws {
    let recipe = model("mlp", [("layer_norm", true), ("hidden", [1])])
    let result = try GateFixture.healthy().with(recipe).check("SI08")
    #expect(result.verdict == .stop)
    #expect(result.message.contains("\"hidden_1.weight\""))
    let usual = model("mlp", [("layer_norm", true)])
    for code: CheckCode in ["SI08", "SI10"] {
      #expect(try GateFixture.healthy().with(usual).check(code).verdict == .passed)
    }
  }

  @Test func aSearchHasNoRateToJudge() throws {
    let recipe = model("mlp", [("hidden", [])])
    let result = try GateFixture.healthyNumbers().with(recipe, .with("lbfgs")).check("SI18")
    #expect(result.verdict == .notApplicable)
    #expect(result.message == "lbfgs chooses its step sizes itself")
  }

  @Test func findsUnitsThatAreAllAlike() throws {
    for scheme in ["zeros", "constant"] {
      let recipe = model("mlp", [("initialization", .string(scheme)), ("hidden", [8, 4])])
      let result = try GateFixture.healthy().with(recipe).check("SI15")
      #expect(result.verdict == .stop)
      #expect(
        result.message == "the units of \"hidden_1.weight\", \"hidden_2.weight\" are identical "
          + "and stay so: each layer can represent no more than one unit")
    }
  }

  @Test func unitsThatDifferOnOneSideAreNotAlike() throws {
    // One unit a layer has nobody to be like; a model without hidden layers has no units.
    let narrow = model("mlp", [("initialization", "constant"), ("hidden", [1])])
    #expect(try GateFixture.healthy().with(narrow).check("SI15").verdict == .notApplicable)
    #expect(
      try GateFixture.healthy().with(model("softmax", [("solver", "sgd")])).check("SI15").verdict
        == .notApplicable)
    let usual = model("mlp", [("hidden", [8])])
    #expect(try GateFixture.healthy().with(usual).check("SI15").verdict == .passed)
  }

  @Test func aBalancedZeroStartIsNoFault() throws {
    // H06: the bias gradient of balanced classes cancels exactly.
    var fixture = GateFixture.healthy(rows: 400, classes: 2)
    fixture.targets = fixture.targets.indices.map { Double($0 % 2) }
    let plan = TrainingPlan.with("sgd", rate: 0.1)
    for kind in ["logistic", "softmax"] {
      let recipe = model(kind, [("solver", "sgd")])
      #expect(try fixture.with(recipe, plan).check("SI08").verdict == .passed)
    }
  }

  @Test func findsAWrongGradient() throws {
    // |g/2 − g| / (|g/2| + |g|) = 1/3, |−g − g| / (2 |g|) = 1, in each coordinate.
    for (fault, difference) in [(BrokenRecipe.Fault.halfGradient, 1.0 / 3), (.flippedGradient, 1)] {
      let result = try GateFixture.healthy().with(BrokenRecipe(fault: fault)).check("SI10")
      #expect(result.verdict == .stop)
      #expect(result.message.hasPrefix("the gradient of \""))
      #expect(abs(try #require(result.value) - difference) < 1e-4)
    }
  }

  @Test(arguments: ["relu", "leaky_relu", "gelu", "tanh", "sigmoid", "softmax", "identity"])
  func acceptsTheGradientsOfEachActivation(activation: String) throws {
    let recipe = model("mlp", [("activation", .string(activation)), ("hidden", [16, 16])])
    for fixture in [GateFixture.healthy(classes: 3), .healthyNumbers()] {
      for loss in LossKind.allCases {
        var plan = TrainingPlan.with()
        plan.loss = loss
        let result = try fixture.with(recipe, plan).check("SI10")
        #expect(
          [.passed, .notApplicable].contains(result.verdict), "\(loss): \(result.message)")
      }
    }
  }

  @Test func provesThatALearningRateDiverges() throws {
    // Curvature of least squares is the largest eigenvalue of the inputs' second moments.
    let recipe = model("linear", [("solver", "sgd")])
    var plan = TrainingPlan.with("sgd", rate: 0.1)
    plan.batchSize = 1_000
    let fixture = GateFixture.healthyNumbers()
    let passed = try fixture.with(recipe, plan).check("SI18")
    #expect(passed.verdict == .passed)
    let bound = try #require(passed.evidence.first { $0.title == "largest learning rate" }).values[
      0]
    for (factor, verdict) in [(0.95, CheckResult.Verdict.passed), (1.05, .stop)] {
      for kind in ["sgd", "momentum", "nesterov"] {
        var plan = plan
        plan.optimizer = makeOptimizer(kind)
        let own = try #require(
          try fixture.with(recipe, plan).check("SI18").evidence.first {
            $0.title == "largest learning rate"
          }
        ).values[0]
        #expect(kind != "sgd" || abs(own / bound - 1) < 1e-6)
        plan.optimizer = plan.optimizer.with(learningRate: factor * own)
        plan.budget = .steps(3_000)
        #expect(
          try fixture.with(recipe, plan).check("SI18").verdict == verdict, "\(kind) \(factor)")
        // The theorem holds: the training does what the check says.
        let outcome = try recipe.fitted(
          to: fixture.rows(.train), dev: nil, plan: plan,
          context: TrainingContext(recordsStepLosses: true))
        let first = try #require(outcome.stepLosses.first)
        let last = outcome.stepLosses.last ?? .nan
        #expect((last < first) == (factor < 1), "\(kind) \(factor): \(first) → \(last)")
      }
    }
  }

  @Test func onlyWarnsWhereNothingIsProven() throws {
    let recipe = model("logistic", [("solver", "sgd")])
    let result = try GateFixture.healthy()
      .with(recipe, .with("sgd", rate: 1_000)).check("SI18")
    #expect(result.verdict == .warning)
    let adaptive = try GateFixture.healthy().with(recipe, .with()).check("SI18")
    #expect(adaptive.message == "adam adapts its steps to the gradient")
    let solved = try GateFixture.healthy().with(model("logistic")).check("SI18")
    #expect(solved.message == "solved, not trained by steps")
  }
}

/// A logistic regression with a mistake in its objective.
struct BrokenRecipe: TestRecipe {
  enum Fault { case summedLoss, halfGradient, flippedGradient }

  let fault: Fault
  var sound: any ModelRecipe { model("logistic", [("solver", "sgd")]) }
  var kind: String { "broken" }
  var precision: Precision { .double }
  var isConvex: Bool { true }

  func fitted(
    to train: TrainingSet, dev: TrainingSet?, plan: TrainingPlan, context: TrainingContext
  ) throws(FitError) -> TrainingOutcome {
    try sound.fitted(to: train, dev: dev, plan: plan, context: context)
  }

  func withoutRegularization() -> BrokenRecipe { self }

  func gradientProblem(on train: TrainingSet, plan: TrainingPlan) -> (any GradientProblem)? {
    sound.gradientProblem(on: train, plan: plan).map {
      BrokenProblem(sound: $0, fault: fault, rowCount: train.rowCount)
    }
  }

  private struct BrokenProblem: GradientProblem {
    let sound: any GradientProblem
    let fault: Fault
    let rowCount: Int
    var layout: ParameterLayout { sound.layout }
    var initialParameters: [Double] { sound.initialParameters }

    func loss(at parameters: [Double]) -> Double {
      sound.loss(at: parameters) * (fault == .summedLoss ? Double(rowCount) : 1)
    }

    func lossAndGradient(at parameters: [Double]) -> (loss: Double, gradient: [Double]) {
      let (_, gradient) = sound.lossAndGradient(at: parameters)
      let factor =
        switch fault {
        case .summedLoss: Double(rowCount)
        case .halfGradient: 0.5
        case .flippedGradient: -1.0
        }
      return (loss(at: parameters), gradient.map { factor * $0 })
    }
  }
}
