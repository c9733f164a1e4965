import Datasets
import Findings
import HealthyPipelines
import Learning
import LinearAlgebra
import Schema
import Testing

@testable import Sanity

/// SS05: settings within what is usual.
@Suite struct SettingsInRangeTests {
  private let network = GateFixture.network

  /// A rate is usual or not for its optimizer.
  @Test func warnsOfARateThatDoesNotSuitItsOptimizer() throws {
    let cases: [(TrainingPlan, String?)] = [
      (
        .with("adam", rate: 1),
        "unusual: training.optimizer.learning_rate: 1, by which adam moves each weight in each step"
      ),
      (.with("adam", rate: 0.1), nil), (.with("sgd", rate: 1), nil),
      (.with("momentum", rate: 0.5), nil),
      // 0.5 · (1 − 0.99^200) / (1 − 0.99) = 43.3.
      (
        .with("momentum", rate: 0.5, [("momentum", 0.99)]),
        "unusual: training.optimizer.learning_rate: 0.5, with momentum steps of up to 43.3 times "
          + "the gradient"
      ),
    ]
    for (plan, message) in cases {
      let result = try network.with(model("mlp"), plan).check("SS05")
      #expect(result.verdict == (message == nil ? .passed : .warning))
      if let message { #expect(result.message == message) }
    }
  }

  @Test func warnsOfUnusualSettings() throws {
    let cases: [(GateFixture, String)] = [
      (
        network.with(model("mlp"), .with("momentum", [("momentum", 0.999)])),
        "unusual: training.optimizer.momentum: 0.999"
      ),
      (
        network.with(model("mlp"), .with("adam", [("epsilon", 0.1)])),
        "unusual: training.optimizer.epsilon: 0.100"
      ),
      (
        network.with(model("mlp", [("dropout", 0.95)])), "unusual: model.dropout: 0.950"
      ),
    ]
    for (fixture, message) in cases {
      let result = try fixture.check("SS05")
      #expect(result.verdict == .warning)
      #expect(result.message == message)
    }
    var decayed = network
    decayed.plan.l2 = 10
    decayed.plan.labelSmoothing = 0.9
    #expect(
      try decayed.check("SS05").message
        == "unusual: training.l2: 10.0; training.label_smoothing: 0.900")
    #expect(
      try network.with(model("logistic")).check("SS05").message == "solved, not trained by steps")
    func linear(_ l2: Literal) throws -> CheckResult {
      try network.with(
        model("logistic", [("solver", "sgd"), ("l2", l2)]), .with("sgd", rate: 0.01)
      )
      .check("SS05")
    }
    #expect(try linear(30.0).message == "unusual: model.l2: 30.0")
    #expect(try linear(9.0).verdict == .passed)
  }

  /// Plain descent that forgets the learning rate: its first step is 20 times as long.
  private struct LongSteps: StepRule {
    let kind = "sgd"
    let learningRate = 0.01
    let bufferCount = 0

    func with(learningRate: Double) -> LongSteps { self }
    func withoutDecay() -> LongSteps { self }
    func update<Scalar: BLASScalar>(
      _ part: ParameterPart<Scalar>, learningRate: Double, stepNumber: Int
    ) {
      part.parameters.add(part.gradient, times: -20)
    }
  }

  @Test func aStepThatNoMomentumExplainsIsAMistakeInTheOptimizer() throws {
    var fixture = network
    fixture.plan.optimizer = LongSteps()
    let result = try fixture.check("SS05")
    #expect(result.verdict == .warning)
    #expect(result.message == "the optimizer's step is 20.0 times the learning rate")
    #expect(
      result.causes == [
        "a mistake in the optimizer, not in the spec: its step is not proportional to the learning rate"
      ])
  }

  @Test func probesReadTheRulesOfOptimizers() {
    #expect(OptimizerProbe(makeOptimizer("sgd")).momentum.map { abs($0) < 1e-9 } == true)
    for kind in ["momentum", "nesterov"] {
      let probe = OptimizerProbe(makeOptimizer(kind, [("momentum", 0.7)]))
      #expect(probe.momentum.map { abs($0 - 0.7) < 1e-9 } == true, "\(kind)")
      #expect(probe.epsilon == nil)
    }
    for kind in ["adam", "adamw"] {
      for epsilon in [1e-2, 1e-6, 1e-8] {
        let probe = OptimizerProbe(makeOptimizer(kind, [("epsilon", .number(epsilon))]))
        #expect(probe.momentum == nil)
        #expect(probe.epsilon.map { abs($0 / epsilon - 1) < 1e-3 } == true, "\(kind) \(probe)")
      }
    }
    for kind in ["rmsprop", "adagrad"] {
      #expect(OptimizerProbe(makeOptimizer(kind)).epsilon == nil, "\(kind)")
    }
  }

  @Test func warnsOfTheFullBatchOfManyRows() throws {
    var fixture = GateFixture(
      columns: [normals(10_001, seed: 1)], classes: (0..<10_001).map { $0 % 2 }, train: 10_001)
    func check(_ kind: String, batch: Int) throws -> CheckResult {
      var plan = TrainingPlan.with(kind)
      plan.batchSize = batch
      return try fixture.with(model("mlp"), plan).check("SS05")
    }
    let full = try check("sgd", batch: 20_000)
    #expect(full.verdict == .warning)
    #expect(full.message == "unusual: training.batch_size: 20,000, all rows")
    #expect(full.value == 10_001)
    #expect(try check("momentum", batch: 10_001).verdict == .warning)
    #expect(try check("sgd", batch: 10_000).verdict == .passed, "two steps an epoch")
    #expect(try check("adam", batch: 20_000).verdict == .passed, "steps of its own size")
    fixture.split = Split(train: Array(0..<10_000), dev: [], test: [])
    #expect(try check("sgd", batch: 20_000).verdict == .passed, "10,000 rows are not more")
  }
}
