import Datasets
import Evaluation
import Findings
import HealthyPipelines
import Learning
import LinearAlgebra
import Schema
import Testing

@testable import Sanity

/// The checks of the loss curve, on handmade histories.
@Suite struct LossCurveChecksTests {
  private func context(
    losses: [Double] = [], devLosses: [Double]? = nil, metrics: [Double]? = nil,
    ending: TerminationReason = .completed, history: TrainingHistory? = nil,
    plan: TrainingPlan = .forTests
  ) -> AfterContext {
    .handmade(
      ending: ending, epochs: .losses(losses, dev: devLosses, metrics: metrics),
      stepCount: 10 * losses.count, plan: plan, history: history)
  }

  private func check(_ code: CheckCode, _ context: AfterContext) throws -> CheckResult {
    try context.check(code)
  }

  @Test func reportsWhatAMonitorStopped() throws {
    for code: CheckCode in ["ST02", "ST03", "ST12"] {
      let stopped = context(
        losses: [1, 2], ending: .stopped(check: code, step: 20, reason: "it was seen"),
        history: TrainingHistory())
      let result = try check(code, stopped)
      #expect(result.verdict == .stop)
      #expect(result.message == "it was seen")
    }
    #expect(try check("ST02", context()).message == "no monitor watched the training")
    #expect(try check("ST12", context()).message == "no monitor watched the training")
    #expect(try check("ST02", context(history: TrainingHistory())).verdict == .passed)
    #expect(try check("ST12", context(history: TrainingHistory())).verdict == .passed)
  }

  @Test func warnsOfALossThatSwings() throws {
    // F02, F05: up and down by a third of the whole fall.
    let swinging: [Double] = [1] + (1..<20).map { (i: Int) -> Double in i % 2 == 0 ? 0.6 : 0.4 }
    let result = try check("ST05", context(losses: swinging))
    #expect(result.verdict == .warning)
    #expect(
      result.message.wholeMatch(
        of: /the train loss oscillates by 0\.\d+ from epoch to epoch; in all it fell by 0\.600/)
        != nil, "\(result.message)")
    let falling = (0..<20).map { 1 / Double($0 + 1) }
    #expect(try check("ST05", context(losses: falling)).verdict == .passed)
    // Noise about the optimum is small against the fall.
    let noise = normals(30, seed: 1)
    let resting: [Double] = (0..<30).map { (i: Int) -> Double in
      i < 5 ? 1 - 0.2 * Double(i) : 0.1 + 0.005 * noise[i]
    }
    #expect(try check("ST05", context(losses: resting)).verdict == .passed)
    #expect(
      try check("ST05", context(losses: [1, 2])).message
        == "fewer than 16 epochs with a finite loss")
  }

  @Test func warnsOfClippingAndSpikes() throws {
    var history = TrainingHistory()
    history.stepCount = 100
    history.clippedCount = 80
    history.gradientNorms = [Double](repeating: 1, count: 100)
    history.windowLosses = [1, 0.9]
    history.firstLoss = 1
    #expect(
      try check("ST08", context(history: history)).message
        == "80 % of the steps were clipped: this only lowers the learning rate")
    history.clippedCount = 10
    #expect(try check("ST08", context(history: history)).verdict == .passed)
    history.gradientNorms[50] = 500
    let spike = try check("ST08", context(history: history))
    #expect(spike.verdict == .warning)
    #expect(spike.message == "a gradient was 500 times as large as the median one")
    history.gradientNorms = (0..<100).map { 1 / Double(1 + $0 * $0 * $0) }
    let vanished = try check("ST08", context(history: history))
    #expect(vanished.verdict == .warning)
    // The same in a training that has fitted its rows.
    history.windowLosses = [1, 0.01]
    #expect(try check("ST08", context(history: history)).verdict == .passed)
    #expect(try check("ST08", context()).message == "no monitor watched 20 steps")
  }

  @Test func notesWeightsThatGrow() throws {
    var history = TrainingHistory()
    history.parameterNorms = (0..<40).map { $0 < 4 ? 1 : Double($0 * $0) }
    let result = try check("ST10", context(history: history))
    #expect(result.verdict == .note)
    #expect(result.message == "the parameters end at 1,521 times their early size")
    history.parameterNorms = (0..<40).map { 1 + Double($0) }
    #expect(try check("ST10", context(history: history)).verdict == .passed)
  }

  @Test func warnsOfADevLossThatTurns() throws {
    let train = (0..<20).map { 1 / Double($0 + 1) }
    let dev: [Double] = (0..<20).map { (i: Int) -> Double in
      i < 6 ? 1 - 0.1 * Double(i) : 0.5 + 0.05 * Double(i - 5)
    }
    let result = try check("ST11", context(losses: train, devLosses: dev))
    #expect(result.verdict == .warning)
    #expect(
      result.message
        == "the dev loss was lowest (0.500) in epoch 6 and rose to 1.20 by epoch 20")
    // H30: early stopping keeps the best.
    var stopping = TrainingPlan.forTests
    stopping.earlyStopping = EarlyStopping(
      metric: DevMetric(name: "log_loss", isHigherBetter: false) { _ in 0 }, patience: 5)
    #expect(
      try check("ST11", context(losses: train, devLosses: dev, plan: stopping)).message
        == "early stopping keeps the best epoch")
    #expect(
      try check("ST11", context(losses: train, devLosses: train)).verdict == .passed)
  }

  @Test func warnsOfAMetricThatGoesAgainstTheLoss() throws {
    // F34.
    var plan = TrainingPlan.forTests
    plan.earlyStopping = EarlyStopping(
      metric: DevMetric(name: "accuracy", isHigherBetter: true) { _ in 0 }, patience: 50)
    let losses = (0..<12).map { 1 - 0.05 * Double($0) }
    let falling = context(losses: losses, devLosses: losses, metrics: losses, plan: plan)
    let result = try check("ST14", falling)
    #expect(result.verdict == .warning)
    #expect(
      result.message
        == "dev accuracy gets worse while the dev loss falls: correlation 1.00")
    let rising = context(
      losses: losses, devLosses: losses, metrics: losses.map { 1 - $0 }, plan: plan)
    #expect(try check("ST14", rising).verdict == .passed)
    #expect(try check("ST14", context()).message == "no dev metric was watched")
  }

  @Test func warnsOfALeapWhereAnEpochBegins() throws {
    // F57.
    var history = TrainingHistory()
    history.epochStarts = [1, 0.9, 0.8, 0.8, 0.8, 0.8]
    history.epochEnds = [0.4, 0.4, 0.4, 0.4, 0.4, 0.4]
    var plan = TrainingPlan.forTests
    plan.isShuffled = false
    let result = try check("ST15", context(history: history, plan: plan))
    #expect(result.verdict == .warning)
    #expect(
      result.message
        == "the train loss jumps by 69 % at the start of an epoch, and training does not shuffle")
    #expect(result.remedy == "training.shuffle: true")
    history.epochStarts = [1, 0.41, 0.39, 0.4, 0.4, 0.4]
    #expect(try check("ST15", context(history: history, plan: plan)).verdict == .passed)
  }

  @Test func notesABudgetThatDoesNotFit() throws {
    let early = [0.5] + (1..<20).map { 0.5 + 0.01 * Double($0) }
    let long = try check("ST16", context(losses: early))
    #expect(long.verdict == .note)
    #expect(
      long.message
        == "the best of 20 epochs was epoch 1: most of the epochs only made it worse")
    let falling = (0..<20).map { 1 - 0.04 * Double($0) }
    let short = try check("ST16", context(losses: falling))
    #expect(short.verdict == .note)
    #expect(
      short.message == "the last of 20 epochs is the best, and the loss still falls by 25 % in the "
        + "last tenth of them")
    let settled = (0..<20).map { 0.2 + 1 / Double(1 + $0 * $0) }
    #expect(try check("ST16", context(losses: settled)).verdict == .passed)
  }

  @Test func warnsOfUnitsThatDied() throws {
    func trained(_ bias: Double, activation: String = "relu") throws -> AfterContext {
      let fixture = GateFixture.healthy(rows: 400).with(
        hiddenModel(bias, activation), .with(rate: 0.01, epochs: 1))
      let rows = fixture.rows(.train)
      let outcome = try fixture.recipe.fitted(
        to: rows, dev: nil, plan: fixture.plan, context: TrainingContext())
      return AfterContext(
        outcome: outcome, train: rows, predictions: nil, trainTruth: .classes([0, 1]),
        recipe: fixture.recipe, plan: fixture.plan)
    }
    let dead = try check("ST06", try trained(-100))
    #expect(dead.verdict == .warning)
    #expect(
      dead.message == "100 % of the units of \"hidden_1\" are active for none of 240 rows")
    // H28: ninety per cent of the outputs are 0, but every unit lives.
    #expect(try check("ST06", try trained(-1.5)).verdict == .passed)
    let bound = try check("ST07", try trained(50, activation: "tanh"))
    #expect(bound.verdict == .warning)
    #expect(bound.message == "100 % of the units of \"hidden_1\" are at the bounds of tanh")
    #expect(try check("ST07", try trained(0, activation: "tanh")).verdict == .passed)
    #expect(try check("ST06", context()).message == "there is no hidden layer")
  }
}

private func hiddenModel(_ bias: Double, _ activation: String) -> any ModelRecipe {
  model(
    "mlp",
    [
      ("bias_initialization", .number(bias)), ("hidden", [32]),
      ("activation", .string(activation)),
    ])
}
