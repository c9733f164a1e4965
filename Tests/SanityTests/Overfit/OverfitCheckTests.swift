import Datasets
import Findings
import HealthyPipelines
import Learning
import LinearAlgebra
import Schema
import Testing

@testable import Sanity

@Suite struct OverfitCheckTests {
  @Test func reportsAFitInSteps() throws {
    let result = try GateFixture.healthy().with(model("mlp"), .with(rate: 0.01)).check("SO01")
    #expect(result.verdict == .passed)
    #expect(
      result.message.wholeMatch(
        of: /overfits 16 rows: loss 0\.\d+ → 0\.\d+ in \d+ steps/) != nil, "\(result.message)")
    let curve = try #require(result.evidence.first { $0.title == "loss by step" })
    #expect(curve.values.count > 10 && curve.values.count <= 200)
    let rows = try #require(result.evidence.first { $0.title == "rows" })
    #expect(rows.rowIDs?.count == 16)
  }

  @Test func reportsASolvedModel() throws {
    let result = try GateFixture.healthyNumbers().with(model("linear")).check("SO01")
    #expect(result.verdict == .passed)
    #expect(
      result.message.wholeMatch(
        of: /fits 32 rows to the optimum: loss [\d.]+ → 0\.\d+ \(cholesky\)/) != nil,
      "\(result.message)")
  }

  @Test func stopsALearningRateThatIsFarTooHigh() throws {
    let fixture = GateFixture.healthy().with(model("mlp"), .with("sgd", rate: 30))
    let result = try fixture.check("SO01")
    #expect(result.verdict == .stop)
    #expect(
      result.message.wholeMatch(
        of: /cannot overfit 16 rows: after \d+ steps loss is nan \(start 0\.\d+; needed ≤ 0\.0500\)/
      )
        != nil, "\(result.message)")
    #expect(result.value == nil)
    #expect(result.causes.first == "training.optimizer.learning_rate is too high")
  }

  @Test func stopsALearningRateThatIsFarTooLow() throws {
    let fixture = GateFixture.healthy().with(model("mlp"), .with(rate: 1e-7))
    let result = try fixture.check("SO01")
    #expect(result.verdict == .stop)
    #expect(
      result.message.wholeMatch(
        of:
          /cannot overfit 16 rows: after 500 steps loss is 0\.\d+ \(start 0\.\d+; needed ≤ 0\.0500\)/
      )
        != nil, "\(result.message)")
    #expect(result.causes.first == "training.optimizer.learning_rate is too low")
  }

  /// Units alike but not 0 are for SI15: on some processors rounding lets them drift apart.
  @Test func stopsUnitsThatAreAllZero() throws {
    let recipe = model("mlp", [("initialization", "zeros"), ("hidden", [64])])
    let fixture = GateFixture.healthy(rows: 400, columns: 10, classes: 10).with(recipe)
    #expect(try fixture.check("SO01").verdict == .stop)
  }

  @Test func stopsUnitsThatAreNeverActive() throws {
    let recipe = model("mlp", [("bias_initialization", -100)])
    #expect(try GateFixture.healthy().with(recipe).check("SO01").verdict == .stop)
  }

  @Test func stopsALinearModelThatDoesNotReachItsOptimum() throws {
    for (rate, verdict) in [(0.1, CheckResult.Verdict.passed), (1e-6, .stop), (10, .stop)] {
      let fixture = GateFixture.healthyNumbers()
        .with(model("linear", [("solver", "sgd")]), .with("sgd", rate: rate))
      #expect(try fixture.check("SO01").verdict == verdict, "\(rate)")
    }
  }

  @Test func aConvexModelIsJudgedWithItsPenalty() throws {
    // The penalty leaves a loss far above what memorising would: still the optimum.
    let fixture = GateFixture.healthy().with(model("logistic", [("l2", 10)]))
    let result = try fixture.check("SO01")
    #expect(result.verdict == .passed)
    #expect(result.value.map { $0 > 0.5 } == true)
  }

  @Test func stopsAModelThatDoesNotFitItsTask() throws {
    var plan = TrainingPlan.with()
    plan.loss = .hinge
    let result = try GateFixture.healthyNumbers().with(model("mlp"), plan).check("SO01")
    #expect(result.verdict == .stop)
    #expect(
      result.message
        == "cannot overfit 32 rows: training.loss \"hinge\" does not fit a regression task")
  }

  @Test func warnsOfWhatIsLeftInsteadOfStopping() throws {
    // Steps too large for the last stretch: some of the targets' variance of about 1.5 stays.
    let recipe = model("mlp", [("hidden", [4])])
    let coarse = try GateFixture.healthyNumbers().with(recipe, .with("adam", rate: 0.3))
      .check("SO01")
    #expect(coarse.verdict == .warning)
    #expect(coarse.message.hasPrefix("nearly overfits 12 rows: after 500 steps loss is 0.0"))
    #expect((0.0015...0.05 * 1.5).contains(try #require(coarse.value)))
  }

  @Test func reportsASlowLearnerFromABrokenOne() throws {
    // H14: a small rate that thousands of planned steps make up for.
    let slow = TrainingPlan.with("sgd", rate: 4e-4, epochs: 3_000)
    let result = try GateFixture.healthy().with(model("mlp"), slow).check("SO01")
    #expect(result.verdict == .warning)
    // It has only come down to a constant prediction, which earns no second try.
    #expect(result.message.hasPrefix("overfits 16 rows slowly: after 500 steps loss is 0.6"))
    #expect(result.causes == ["training.optimizer.learning_rate is too low"])
    let narrow = try GateFixture.healthy().with(model("mlp", [("hidden", [32, 1])]), slow)
      .check("SO01")
    #expect(narrow.causes.first == "model.hidden is too narrow: a layer of 1 unit")
    // The same rate without those steps.
    let short = TrainingPlan.with("sgd", rate: 2e-5, epochs: 5)
    #expect(try GateFixture.healthy().with(model("mlp"), short).check("SO01").verdict == .stop)
  }

  @Test func conflictsSetTheCeiling() throws {
    // One binary column, three in ten labels against it: 0.70 is all there is.
    let column = (0..<200).map { Double($0 % 2) }
    let classes = (0..<200).map { $0 % 10 < 3 ? 1 - $0 % 2 : $0 % 2 }
    let fixture = GateFixture(columns: [column], classes: classes, train: 200)
      .with(model("mlp"), .with(rate: 0.01))
    let result = try fixture.check("SO01")
    #expect(result.verdict == .passed)
    #expect(result.evidence.contains { $0.title == "ceiling of equal rows" })
  }

  @Test(arguments: [
    LossKind.crossEntropy, .binaryCrossEntropy, .meanSquaredError, .meanAbsoluteError, .huber,
    .hinge,
  ])
  func fitsClassesByEachLoss(loss: LossKind) throws {
    for classCount in [2, 4] {
      var plan = TrainingPlan.with(rate: 0.01)
      plan.loss = loss
      let fixture = GateFixture.healthy(classes: classCount)
        .with(model("mlp", [("hidden", [64])]), plan)
      let result = try fixture.check("SO01")
      // Absolute errors of probabilities have small gradients: slow is the worst verdict they may get.
      let worst: CheckResult.Verdict = loss == .meanAbsoluteError ? .warning : .passed
      #expect(
        result.verdict.weight <= worst.weight, "\(loss) \(classCount): \(result.message)")
      #expect(try fixture.check("SI02").verdict != .stop)
    }
  }

  @Test(arguments: [LossKind.meanSquaredError, .meanAbsoluteError, .huber])
  func fitsNumbersByEachLoss(loss: LossKind) throws {
    var plan = TrainingPlan.with(rate: 0.01)
    plan.loss = loss
    let fixture = GateFixture.healthyNumbers().with(model("mlp", [("hidden", [64])]), plan)
    let result = try fixture.check("SO01")
    #expect(result.verdict == .passed, "\(loss): \(result.message)")
    #expect(try fixture.check("SI02").verdict == .passed)
  }

  @Test func aSummedLossIsJudgedByItsMean() throws {
    var plan = TrainingPlan.with(rate: 0.01)
    plan.reduction = .sum
    let fixture = GateFixture.healthy().with(model("mlp"), plan)
    #expect(try fixture.check("SO01").verdict == .passed)
    #expect(try fixture.check("SI02").verdict == .passed)
    for kind in ["logistic", "softmax"] {
      let convex = GateFixture.healthy().with(model(kind), plan)
      #expect(try convex.check("SO01").verdict == .passed)
    }
  }

  @Test func warnsOfRegularisersThatLeaveNothing() throws {
    var plan = TrainingPlan.with(rate: 0.01)
    plan.l2 = 10
    let fixture = GateFixture.healthy().with(model("mlp"), plan)
    #expect(try fixture.check("SO01").verdict == .passed)
    let result = try fixture.check("SO02")
    #expect(result.verdict == .warning)
    #expect(
      result.message.wholeMatch(
        of: /with its regularization it keeps .* of the fit: over-regularized/) != nil)
    #expect(result.causes.first == "training.l2: 10.0")
    for (key, value) in [("dropout", Literal.number(0.5)), ("dropout", 0.0)] {
      let healthy = GateFixture.healthy()
        .with(model("mlp", [(key, value), ("hidden", [64])]), .with(rate: 0.01))
      #expect([.passed, .notApplicable].contains(try healthy.check("SO02").verdict))
    }
  }

  @Test func findsAStepThatClimbs() throws {
    let fixture = GateFixture.healthy()
    var plan = TrainingPlan.with(rate: 0.01)
    #expect(try fixture.with(model("mlp"), plan).check("SO03").verdict == .passed)
    plan.optimizer = ClimbingOptimizer()
    let result = try fixture.with(model("mlp"), plan).check("SO03")
    #expect(result.verdict == .stop)
    #expect(result.message == "the first step ascends: the loss rises along it")
  }

  @Test(arguments: ["sgd", "momentum", "nesterov", "adam", "adamw"])
  func everyOptimizerDescends(kind: String) throws {
    let plan = TrainingPlan.with(kind, [("weight_decay", 0.5)])
    for fixture in [GateFixture.healthy(classes: 3), .healthyNumbers()] {
      #expect(try fixture.with(model("mlp"), plan).check("SO03").verdict == .passed)
      #expect(try fixture.with(model("mlp"), plan).check("SO04").verdict == .passed)
    }
  }

  @Test func frozenLayersMayRest() throws {
    let plan = TrainingPlan.with(rate: 0.01)
    let frozen = GateFixture.healthy().with(model("mlp", [("frozen", ["hidden_1"])]), plan)
    let result = try frozen.check("SO04")
    #expect(result.verdict == .passed)
    #expect(result.message == "every tensor but those frozen is updated")
    #expect(try frozen.check("SO03").verdict == .passed)
    // A loop that steps on all of them, whatever is frozen.
    let thawed = frozen.with(ThawingRecipe(), plan)
    let broken = try thawed.check("SO04")
    #expect(broken.verdict == .stop)
    #expect(
      broken.message
        == "steps change \"hidden_1.weight\", \"hidden_1.bias\", which model.frozen names")
  }

  @Test func aSearchIsJudgedByWhereItGets() throws {
    for fixture in [GateFixture.healthy(classes: 3), .healthyNumbers()] {
      let network = fixture.with(model("mlp"), .with("lbfgs"))
      #expect(try network.check("SO01").verdict == .passed)
      #expect(try network.check("SO03").verdict == .notApplicable)
      #expect(try network.check("SO04").verdict == .passed)
    }
  }

  @Test func findsTensorsThatRest() throws {
    let fixture = GateFixture.healthy()
    let plan = TrainingPlan.with("sgd", rate: 1e-12)
    let result = try fixture.with(model("mlp"), plan).check("SO04")
    #expect(result.verdict == .stop)
    // Biases start at zero, where the smallest change counts.
    #expect(result.message == "ten steps do not change \"hidden_1.weight\", \"output.weight\"")
    // Balanced classes rest the bias of a linear model: no fault.
    let convex = fixture.with(model("softmax", [("solver", "sgd")]), .with("sgd", rate: 0.1))
    #expect(try convex.check("SO04").verdict == .passed)
  }
}

/// Says that the hidden layer is frozen, and trains it all the same.
struct ThawingRecipe: TestRecipe {
  var kind: String { "mlp" }
  var precision: Precision { .float }
  var isConvex: Bool { false }
  func withoutRegularization() -> ThawingRecipe { self }

  func fitted(
    to train: TrainingSet, dev: TrainingSet?, plan: TrainingPlan, context: TrainingContext
  ) throws(FitError) -> TrainingOutcome {
    try model("mlp").fitted(to: train, dev: dev, plan: plan, context: context)
  }

  func gradientProblem(on train: TrainingSet, plan: TrainingPlan) -> (any GradientProblem)? {
    model("mlp", [("frozen", ["hidden_1"])]).gradientProblem(on: train, plan: plan)
  }
}

/// Goes up where it should go down.
struct ClimbingOptimizer: StepRule {
  var kind: String { "climbing" }
  var learningRate: Double { 0.01 }
  func with(learningRate: Double) -> ClimbingOptimizer { self }
  func withoutDecay() -> ClimbingOptimizer { self }
  var bufferCount: Int { 0 }

  func update<Scalar: BLASScalar>(
    _ part: ParameterPart<Scalar>, learningRate: Double, stepNumber: Int
  ) {
    part.parameters.add(part.gradient, times: Scalar(learningRate))
  }
}
