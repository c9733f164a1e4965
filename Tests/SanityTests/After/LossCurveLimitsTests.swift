import Findings
import HealthyPipelines
import Learning
import Testing

@testable import Sanity

/// The checks of the loss curve just below and just above their limits.
@Suite struct LossCurveLimitsTests {
  private func check(
    _ code: CheckCode, _ losses: [Double], dev: [Double]? = nil, metrics: [Double]? = nil,
    history: TrainingHistory? = nil, plan: TrainingPlan = .forTests
  ) throws -> CheckResult {
    try AfterContext.handmade(
      epochs: .losses(losses, dev: dev, metrics: metrics), stepCount: 10 * losses.count,
      plan: plan, history: history
    ).check(code)
  }

  /// F01. A loss of 0 has nothing to grow from.
  @Test func aThousandTimesTheFirstLossIsADivergence() throws {
    let cases: [(losses: [Double], verdict: CheckResult.Verdict)] = [
      ([1, 1_001], .stop), ([1, 1_000], .passed), ([1, 2], .passed), ([0, 5], .passed),
      ([1, 0.5, .nan], .stop), ([1, .infinity], .stop), ([], .passed),
    ]
    for (losses, verdict) in cases {
      #expect(try check("ST01", losses).verdict == verdict, "\(losses)")
    }
    #expect(
      try check("ST01", [1, 1_001]).message == "the train loss grew from 1.00 to 1,001")
  }

  @Test func aDivergenceNamesWhatIsNotFinite() throws {
    let lost = try AfterContext.handmade(
      ending: .diverged(step: 7, loss: 0.5, tensor: "output.weight")
    ).check("ST01")
    #expect(lost.verdict == .stop)
    #expect(lost.message == "diverged: after 7 steps \"output.weight\" is not finite")
    let loss = try AfterContext.handmade(
      ending: .diverged(step: 1, loss: .infinity, tensor: nil)
    ).check("ST01")
    #expect(loss.message == "diverged: after 1 step the loss is inf")
  }

  /// A history without steps belongs to a training of no steps, unless it was stopped.
  @Test(arguments: ["ST02", "ST12"])
  func aMonitorThatSawNoStepWatchedNothing(code: CheckCode) throws {
    var history = TrainingHistory()
    let blind = try check(code, [1, 0.9], history: history)
    #expect(blind.verdict == .notApplicable)
    #expect(blind.message == "no monitor watched the training")
    history.stepCount = 20
    #expect(try check(code, [1, 0.9], history: history).verdict == .passed)
  }

  /// Changes of −h and +h in turn: their size is h, and each is against the one before.
  private func swinging(by h: Double, from first: Double, about rest: Double) -> [Double] {
    [first] + (1..<21).map { rest + ($0 % 2 == 0 ? 0.5 : -0.5) * h }
  }

  @Test func swingsAreMeasuredByTheWholeFall() throws {
    // From 1 to 0.36: a fall of 0.64, of which 0.08 is an eighth and 0.04 a sixteenth.
    let large = try check("ST05", swinging(by: 0.08, from: 1, about: 0.40))
    #expect(large.verdict == .warning)
    #expect(abs(try #require(large.value) - 0.125) < 0.002)
    let small = try check("ST05", swinging(by: 0.04, from: 1, about: 0.38))
    #expect(small.verdict == .passed)
    #expect(abs(try #require(small.value) - 0.0625) < 0.001)
  }

  @Test func oscillationsWithoutADecreaseAreReportedToo() throws {
    // The first epoch is the best: there is no fall to measure by, and so no number.
    let result = try check("ST05", swinging(by: 0.5, from: 0.5, about: 0.75))
    #expect(result.verdict == .warning)
    #expect(result.message.hasSuffix("from epoch to epoch; in all it fell by 0"))
    #expect(result.value == nil)
    let still = try check("ST05", [Double](repeating: 0.5, count: 20))
    #expect(still.verdict == .passed)
    #expect(still.value == 0)
  }

  @Test func gradientsThatDieBeforeTheLossDoesAreReported() throws {
    // Most are alike, so that none is a spike; the last is a millionth of the first.
    var history = TrainingHistory()
    history.stepCount = 100
    history.firstLoss = 1
    history.windowLosses = [1, 0.9]
    history.gradientNorms = [Double](repeating: 1, count: 60) + [1e-6]
    let result = try check("ST08", [], history: history)
    #expect(result.verdict == .warning)
    #expect(
      result.message
        == "gradients fell to 1e−6 of the first one, while most of the loss remains")
    history.gradientNorms[60] = 1e-3
    #expect(try check("ST08", [], history: history).verdict == .passed)
    history.gradientNorms = [0] + [Double](repeating: 1, count: 60)
    #expect(try check("ST08", [], history: history).verdict == .passed)
  }

  @Test func growthIsFromTheLargestEarlyNorm() throws {
    // Of 40 norms the first four are early; they have 1, 2, 4 and 3, and the last is 40.
    var history = TrainingHistory()
    history.parameterNorms = [1, 2, 4, 3] + [Double](repeating: 40, count: 36)
    let result = try check("ST10", [], history: history)
    #expect(result.message == "the parameters end at 10.0 times their early size")
    #expect(result.value == 10)
    history.parameterNorms[39] = 400
    #expect(try check("ST10", [], history: history).verdict == .passed)
    history.parameterNorms[39] = 404
    #expect(try check("ST10", [], history: history).verdict == .note)
  }

  @Test func aDevLossTurnsWhenItRisesEarlyAndForLong() throws {
    let train = (0..<20).map { 1 - 0.01 * Double($0) }
    func dev(best: Int, last: Double) -> [Double] {
      (0..<20).map { $0 < best ? 2 - 0.01 * Double($0) : $0 == best ? 1 : $0 == 19 ? last : 1.02 }
    }
    // A tenth above the lowest is accepted, and so is a rise in the last quarter.
    for (best, last, verdict) in [
      (5, 1.125, CheckResult.Verdict.warning), (5, 1.0625, .passed), (13, 1.125, .warning),
      (14, 1.125, .passed),
    ] {
      let result = try check("ST11", train, dev: dev(best: best, last: last))
      #expect(result.verdict == verdict, "\(best) \(last): \(result.message)")
    }
    // A train loss that rises with it shows no overfitting.
    let rising = try check("ST11", train.reversed(), dev: dev(best: 5, last: 1.125))
    #expect(rising.verdict == .passed)
  }

  private var watchingAccuracy: TrainingPlan {
    var plan = TrainingPlan.forTests
    plan.earlyStopping = EarlyStopping(
      metric: DevMetric(name: "accuracy", isHigherBetter: true) { _ in 0 }, patience: 50)
    return plan
  }

  @Test func epochsWithoutAMetricAreLeftOutOfTheCorrelation() throws {
    let losses = (0..<12).map { 1 - 0.05 * Double($0) }
    var metrics = losses
    metrics[3] = .nan
    let result = try check(
      "ST14", losses, dev: losses, metrics: metrics, plan: watchingAccuracy)
    #expect(result.verdict == .warning)
    #expect(result.value.map { abs($0 - 1) < 1e-12 } == true)
    // Eight epochs have to be left.
    let few = try check(
      "ST14", Array(losses.prefix(8)), dev: Array(losses.prefix(8)),
      metrics: Array(metrics.prefix(8)), plan: watchingAccuracy)
    #expect(few.message == "fewer than 8 epochs with both")
  }

  @Test func whatDoesNotVaryHasNoCorrelation() throws {
    let falling = (0..<12).map { 1 - 0.05 * Double($0) }
    let level = [Double](repeating: 0.5, count: 12)
    for (losses, metrics) in [(falling, level), (level, falling)] {
      let result = try check(
        "ST14", losses, dev: losses, metrics: metrics, plan: watchingAccuracy)
      #expect(result.verdict == .notApplicable)
      #expect(result.message == "loss or metric does not vary")
    }
  }

  @Test func aLeapIsLargeAndAtEveryBorder() throws {
    // From 0.8 up to 1: 2 · 0.2 / 1.8 = 22 % of their mean; from 0.75: 29 %.
    var history = TrainingHistory()
    func leap(_ starts: [Double], _ ends: [Double]) throws -> CheckResult {
      history.epochStarts = starts
      history.epochEnds = ends
      return try check("ST15", [], history: history)
    }
    let ones = [Double](repeating: 1, count: 5)
    #expect(try leap(ones, [0.8, 0.8, 0.8, 0.8, 0.8]).verdict == .passed)
    let result = try leap(ones, [0.75, 0.75, 0.75, 0.75, 0.75])
    #expect(result.verdict == .warning)
    #expect(result.message == "the train loss jumps by 29 % at the start of an epoch")
    #expect(result.remedy == "lower training.optimizer.learning_rate")
    // One boundary without a jump shows that epochs are not the reason.
    #expect(try leap(ones, [0.4, 0.4, 1, 0.4, 0.4]).verdict == .passed)
  }

  @Test func theBestEpochIsThatOfTheDevLoss() throws {
    let falling = (0..<20).map { 1 - 0.04 * Double($0) }
    let dev = [0.5] + (1..<20).map { 0.5 + 0.01 * Double($0) }
    #expect(
      try check("ST16", falling, dev: dev).message
        == "the best of 20 epochs was epoch 1: most of the epochs only made it worse")
    // The first tenth of 20 epochs ends with the second.
    for (best, verdict) in [(1, CheckResult.Verdict.note), (2, .passed)] {
      let losses = (0..<20).map { $0 == best ? 0.5 : 0.6 }
      #expect(try check("ST16", losses).verdict == verdict, "\(best)")
    }
  }
}
