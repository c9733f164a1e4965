import Findings
import HealthyPipelines
import Learning
import LinearAlgebra
import Schema
import Testing

@testable import Sanity

/// The checks of the initial state that look at layers and at the program itself.
@Suite struct StartChecksTests {
  private let network = GateFixture.healthy().with(model("mlp"), .with(rate: 0.01))

  static let codes: [CheckCode] = [
    "SI04", "SI05", "SI06", "SI07", "SI09", "SI11", "SI12", "SI13", "SI14", "SI16", "SI17", "SI19",
  ]

  @Test(arguments: 1...3 as ClosedRange<UInt64>)
  func acceptsHealthyStarts(seed: UInt64) throws {
    for (activation, scheme) in [
      ("relu", "he_normal"), ("tanh", "glorot_normal"), ("sigmoid", "glorot_uniform"),
    ] {
      let recipe = model(
        "mlp",
        [
          ("hidden", [64, 64]), ("activation", .string(activation)),
          ("initialization", .string(scheme)), ("dropout", 0.3),
        ])
      var plan = TrainingPlan.with(rate: 0.01)
      plan.l2 = 1e-4
      plan.seed = seed
      for fixture in [
        GateFixture.healthy(columns: 10, classes: 4, seed: seed), .healthyNumbers(seed: seed),
      ] {
        for code in Self.codes {
          let result = try fixture.with(recipe, plan).check(code)
          #expect(
            [.passed, .notApplicable].contains(result.verdict),
            "\(activation) \(code): \(result.message)")
        }
      }
    }
  }

  @Test func modelsWithoutStepsOrLayersAreLeftOut() throws {
    let linear = GateFixture.healthy().with(model("logistic"))
    let messages: KeyValuePairs<CheckCode, String> = [
      "SI04": "convex: the initial weights do not matter",
      "SI05": "there is no hidden layer",
      "SI06": "there is no hidden layer",
      "SI07": "there is no hidden layer",
      "SI14": "training.l1 and training.l2 are 0", "SI16": "not trained by steps",
      "SI17": "there is no dropout", "SI19": "training.l1 and training.l2 are 0",
    ]
    for (code, message) in messages {
      let result = try linear.check(code)
      #expect(result.verdict == .notApplicable, "\(code)")
      #expect(result.message == message, "\(code)")
    }
    #expect(try network.check("SI07").message == "relu has no bounds on both sides")
    #expect(try network.check("SI04").message == "no class is ten times as frequent as another")
  }

  @Test func warnsOfOutputsFarFromThePrior() throws {
    let classes = (0..<600).map { $0 % 30 == 0 ? 1 : 0 }
    let fixture = GateFixture(
      columns: [normals(600, seed: 1)], classes: classes, train: 500, dev: 100)
    let wrong = model("mlp", [("output", ["bias_initialization": 3])])
    let result = try fixture.with(wrong).check("SI04")
    #expect(result.verdict == .warning)
    #expect(
      result.message.wholeMatch(
        of:
          /classes are unbalanced \(97 % are of one class\), but outputs start [\d.]+ nats away from their frequencies/
      ) != nil, "\(result.message)")
    let right = model("mlp", [("output", ["bias_initialization": "prior"])])
    #expect(try fixture.with(right).check("SI04").verdict == .passed)
  }

  @Test func warnsOfNumbersFarFromTheStart() throws {
    var fixture = GateFixture.healthyNumbers()
    fixture.targets = fixture.targets.map { 50 + $0 }
    let result = try fixture.with(model("mlp")).check("SI04")
    #expect(result.verdict == .warning)
    #expect(result.message.contains(", but outputs start at "))
    let right = model("mlp", [("output", ["bias_initialization": "prior"]), ("hidden", [64])])
    #expect(try fixture.with(right).check("SI04").verdict == .passed)
  }

  @Test func warnsOfASignalThatIsLost() throws {
    // F19: weights a thousand times too small, in three layers.
    let recipe = model(
      "mlp", [("hidden", [32, 32, 32]), ("initialization_scale", 0.01)])
    let result = try network.with(recipe).check("SI05")
    #expect(result.verdict == .warning)
    #expect(
      result.message.wholeMatch(
        of: /outputs of "hidden_2" differ by [\d.e−-]+ between rows: the signal vanishes/)
        != nil, "\(result.message)")
    let wide = model("mlp", [("hidden", [32, 32, 32]), ("initialization_scale", 50)])
    #expect(try network.with(wide).check("SI05").message.hasSuffix(": the signal explodes"))
  }

  @Test func stopsOnDeadLayers() throws {
    // F20.
    let recipe = model("mlp", [("bias_initialization", -100)])
    let result = try network.with(recipe).check("SI06")
    #expect(result.verdict == .stop)
    #expect(
      result.message == "100 % of the units of \"hidden_1\" output 0 for every row before training")
    let half = model("mlp", [("bias_initialization", -4.5), ("hidden", [64])])
    let some = try network.with(half).check("SI06")
    #expect([.warning, .stop].contains(some.verdict), "\(some.message)")
  }

  @Test func warnsOfUnitsAtTheirBounds() throws {
    for activation in ["tanh", "sigmoid"] {
      let recipe = model(
        "mlp", [("activation", .string(activation)), ("initialization_scale", 100)])
      let result = try network.with(recipe).check("SI07")
      #expect(result.verdict == .warning, "\(result.message)")
      #expect(
        result.message.hasSuffix(
          "of the units of \"hidden_1\" start at the bounds of \(activation), where its gradient vanishes"
        ))
    }
  }

  @Test func warnsOfGradientsThatVanish() throws {
    // F22: sigmoids in six layers.
    let recipe = model(
      "mlp",
      [
        ("activation", "sigmoid"), ("hidden", [16, 16, 16, 16, 16, 16]),
        ("initialization", "glorot_uniform"),
      ])
    let result = try network.with(recipe).check("SI09")
    #expect(result.verdict == .warning)
    #expect(
      result.message.wholeMatch(
        of:
          /the gradient of "hidden_1.weight" is [\d.e−-]+ times that of "output.weight": it vanishes in backpropagation/
      ) != nil, "\(result.message)")
    #expect(result.threshold == 1e-3)
  }

  @Test func stopsOnRowsThatSeeEachOther() throws {
    let fixture = GateFixture.healthy(classes: 3)
    let result = try fixture.with(FaultyRecipe(.mixedRows), .with()).check("SI11")
    #expect(result.verdict == .stop)
    #expect(result.message.hasPrefix("changing row "))
    #expect(result.message.contains(" changes the prediction of 15 other rows: row "))
  }

  @Test func stopsOnPredictionsThatDependOnTheirPlace() throws {
    let order = try network.with(FaultyRecipe(.firstRowDiffers), .with()).check("SI12")
    #expect(order.verdict == .stop)
    #expect(order.message == "predictions depend on the order of rows")
    let weights = try network.with(FaultyRecipe(.ignoredWeights), .with()).check("SI12")
    #expect(weights.verdict == .stop)
    #expect(
      weights.message.hasPrefix("a row of weight 0 is not the same as a row removed: the loss is "))
    // What the predictions do not show lies in the loss.
    #expect(order.causes == ["a mistake of the model, not of the spec"])
    #expect(
      weights.causes == [
        "a mistake of the loss, which mixes rows as a broadcast would, not of the spec"
      ])
  }

  @Test func stopsOnALossThatIsNoMean() throws {
    let result = try network.with(FaultyRecipe(.dividedTwice), .with()).check("SI13")
    #expect(result.verdict == .stop)
    #expect(result.message == "duplicated rows have 0.500 times the loss, not 1")
    var sum = network
    sum.plan.reduction = .sum
    #expect(
      try sum.check("SI13").message == "duplicated rows have 2 times the loss")
  }

  @Test func stopsOnPenaltiesThatDoNotCount() throws {
    var plan = TrainingPlan.with()
    plan.l2 = 0.01
    let result = try network.with(FaultyRecipe(.noPenalty), plan).check("SI14")
    #expect(result.verdict == .stop)
    #expect(result.message.hasPrefix("ten times the penalty adds nan times as much"))
    plan.l1 = 0.01
    #expect(try network.with(model("mlp"), plan).check("SI14").verdict == .passed)
  }

  @Test func stopsOnNumbersDrawnWithoutTheSeed() throws {
    let result = try network.with(FaultyRecipe(.ownRandomness), .with()).check("SI16")
    #expect(result.verdict == .stop)
    #expect(result.message.hasPrefix("the same seed gives another loss at step 0: "))
  }

  @Test func warnsOfASeedThatChangesNothing() throws {
    var plan = TrainingPlan.with()
    plan.isShuffled = false
    let recipe = model("mlp", [("initialization", "constant")])
    let result = try network.with(recipe, plan).check("SI16")
    #expect(result.verdict == .warning)
    #expect(result.message == "another seed gives the same losses: the seed is not used")
  }

  @Test func warnsOfDropoutThatShiftsTheLoss() throws {
    let recipe = model("mlp", [("dropout", 0.98), ("hidden", [32, 32])])
    let result = try GateFixture.healthyNumbers().with(recipe, .with()).check("SI17")
    #expect(result.verdict == .warning, "\(result.message)")
    #expect(
      result.message.wholeMatch(of: /the loss with dropout is [\d.,]+ times that without/) != nil)
  }

  @Test func warnsOfPenaltiesThatDominate() throws {
    // F35.
    var plan = TrainingPlan.with()
    plan.l2 = 10
    let result = try network.with(model("mlp"), plan).check("SI19")
    #expect(result.verdict == .warning)
    #expect(
      result.message.wholeMatch(
        of:
          /penalties pull [\d.,]+ times as strongly at the weights as the loss: they will shrink to zero/
      )
        != nil, "\(result.message)")
  }
}
