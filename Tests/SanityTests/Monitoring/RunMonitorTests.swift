import Datasets
import Findings
import HealthyPipelines
import Learning
import LinearAlgebra
import Schema
import Synchronization
import Testing

@testable import Sanity

@Suite struct RunMonitorTests {
  private func train(_ fixture: GateFixture) throws -> (TrainingOutcome, TrainingHistory) {
    let rows = fixture.rows(.train)
    let monitor = RunMonitor(train: rows, plan: fixture.plan, settings: fixture.settings)
    let outcome = try fixture.recipe.fitted(
      to: rows, dev: fixture.rows(.dev), plan: fixture.plan,
      context: TrainingContext(monitor: monitor))
    return (outcome, monitor.history)
  }

  private func code(_ outcome: TrainingOutcome) -> CheckCode? {
    if case .stopped(let check, _, _) = outcome.ending { check } else { nil }
  }

  @Test(arguments: healthyPipelines.indices)
  func letsHealthyTrainingsEnd(index: Int) throws {
    let (name, make) = healthyPipelines[index]
    var fixture = make(1)
    // Long enough to be past the grace of 200 steps.
    if case .epochs(let count) = fixture.plan.budget {
      fixture.plan.budget = .epochs(min(150, 3 * count))
    }
    let (outcome, _) = try train(fixture)
    #expect(code(outcome) == nil, "\(name): \(outcome.ending)")
  }

  @Test func weakSignalsAndNoneAreNoReasonToStop() throws {
    for seed in 1...5 as ClosedRange<UInt64> {
      let none = GateFixture(
        columns: [normals(300, seed: seed)],
        classes: integers(300, below: 20, seed: seed).map {
          $0 == 0 ? 1 : 0
        }, train: 250, dev: 50
      ).with(model("mlp"), .with(rate: 0.01, epochs: 100))
      #expect(code(try train(none).0) == nil)
      let numbers = GateFixture(
        columns: [normals(300, seed: seed)], values: normals(300, seed: seed + 9), train: 250,
        dev: 50
      ).with(model("mlp"), .with(rate: 1e-3, epochs: 100))
      #expect(code(try train(numbers).0) == nil)
    }
  }

  @Test func stopsALossThatRunsAway() throws {
    // Plain descent beyond its bound on squared errors, caught long before it overflows.
    let fixture = GateFixture.healthyNumbers(rows: 500).with(
      model("linear", [("solver", "sgd")]), .with("sgd", rate: 2.5, epochs: 2_000))
    let (outcome, history) = try train(fixture)
    guard case .stopped(let check, let step, let reason) = outcome.ending else {
      Issue.record("\(outcome.ending)")
      return
    }
    #expect(check == "ST02" || check == "ST03")
    #expect(step < 400, "\(step)")
    #expect(!reason.isEmpty)
    #expect(history.stepCount == step)
  }

  @Test func stopsOutputsThatIgnoreTheInputs() throws {
    // F35: weights decay to nothing; only the bias is left.
    var fixture = GateFixture.healthy(rows: 400)
      .with(model("mlp"), .with("sgd", rate: 0.05, epochs: 200))
    fixture.plan.l2 = 10
    let (outcome, _) = try train(fixture)
    guard case .stopped("ST12", let step, let reason) = outcome.ending else {
      Issue.record("\(outcome.ending)")
      return
    }
    // A tenth of 200 · 8 steps is below the grace of 200.
    #expect(step >= 200 && step < 800, "\(step)")
    #expect(reason.hasPrefix("after \(step) steps the probabilities of 64 rows differ by "))
    #expect(reason.hasSuffix(": the inputs no longer matter"))
    fixture.settings.waived = ["ST12": "to see"]
    #expect(code(try train(fixture).0) == nil)
  }

  @Test func stopsNumbersThatAreAllTheSame() throws {
    let dead = model("mlp", [("bias_initialization", -100)])
    let fixture = GateFixture.healthyNumbers(rows: 400)
      .with(dead, .with(rate: 0.01, epochs: 100))
    let (outcome, _) = try train(fixture)
    guard case .stopped("ST12", let step, let reason) = outcome.ending else {
      Issue.record("\(outcome.ending)")
      return
    }
    #expect(reason == "after \(step) steps the same number is predicted for every row")
  }

  /// A training that is interrupted is stopped at the same step for the same reason, and what was
  /// seen of it is the same, as if it had not been.
  @Test func remembersAcrossAnInterruption() throws {
    var decaying = GateFixture.healthy(rows: 400)
      .with(model("mlp"), .with("sgd", rate: 0.05, epochs: 200))
    decaying.plan.l2 = 10
    let sound = GateFixture.healthy(rows: 400).with(model("mlp"), .with(rate: 0.01, epochs: 60))
    for fixture in [decaying, sound] {
      let rows = fixture.rows(.train)
      let kept = Mutex<[TrainingCheckpoint]>([])
      func fit(
        from earlier: TrainingCheckpoint?, savingEvery steps: Int?
      ) throws -> (TrainingOutcome, TrainingHistory) {
        let monitor = RunMonitor(train: rows, plan: fixture.plan, settings: fixture.settings)
        let saving = steps.map { steps in
          CheckpointSaving(CheckpointInterval(steps: steps)) { checkpoint in
            kept.withLock { $0.append(checkpoint) }
          }
        }
        let outcome = try fixture.recipe.fitted(
          to: rows, dev: fixture.rows(.dev), plan: fixture.plan,
          context: TrainingContext(monitor: monitor, checkpoints: saving, earlier: earlier))
        return (outcome, monitor.history)
      }
      let (whole, history) = try fit(from: nil, savingEvery: 37)
      #expect(history.windowLosses.count > 5)
      let checkpoints = kept.withLock { $0 }
      try #require(checkpoints.count > 4)
      for checkpoint in [checkpoints[0], checkpoints[3], checkpoints[checkpoints.count - 1]] {
        let read = try TrainingCheckpoint(decoding: checkpoint.encoded())
        let (resumed, seen) = try fit(from: read, savingEvery: nil)
        #expect(resumed.ending == whole.ending, "from step \(read.position.stepsDone)")
        #expect(resumed.model.tensors == whole.model.tensors)
        #expect(seen == history, "from step \(read.position.stepsDone)")
      }
    }
  }

  /// A step with this loss, in a training of a thousand steps of 64 rows.
  private func report(_ step: Int, loss: Double, of count: Int = 1_000) -> StepReport {
    StepReport(
      step: step, epoch: 1, stepCount: count, stepsPerEpoch: 10, loss: loss, rowCount: 64,
      gradientNorm: 1, parameterNorm: 2, learningRate: 0.1, isClipped: step % 2 == 0)
  }

  private func monitor(_ settings: GateSettings = GateSettings()) -> RunMonitor {
    RunMonitor(
      train: GateFixture.healthy().rows(.train), plan: .forTests, settings: settings)
  }

  private let noModel: () -> any FittedModel = { fatalError("not asked for") }

  @Test func threeHighWindowsInARowEndATraining() {
    let watched = RunMonitor(
      train: GateFixture.healthy().rows(.train).rows(at: Array(0..<10)), plan: .forTests)
    var stopped: (Int, StopReason)?
    for step in 1...200 where stopped == nil {
      // Windows of 20 steps: one at 0.7, two at 5, one at 0.7, then at 5 for good.
      let window = (step - 1) / 20
      let loss = [0.7, 5, 5, 0.7, 5, 5, 5, 5, 5, 5][window]
      if let reason = watched.stepEnded(report(step, loss: loss), model: noModel) {
        stopped = (step, reason)
      }
    }
    #expect(stopped?.0 == 140)
    #expect(stopped?.1.check == "ST02")
    #expect(
      stopped?.1.reason
        == "for 60 steps or more the loss is 5.00, the initial loss was 0.700")
  }

  @Test func aLossThatStaysWorseThanAConstantEndsATraining() {
    // Two classes, half each: a constant prediction has 0.693.
    let watched = RunMonitor(
      train: GateFixture.healthy().rows(.train).rows(at: Array(0..<10)), plan: .forTests)
    var stopped: (Int, StopReason)?
    for step in 1...1_000 where stopped == nil {
      if let reason = watched.stepEnded(report(step, loss: 1.2), model: noModel) {
        stopped = (step, reason)
      }
    }
    #expect(stopped?.0 == 200)
    #expect(stopped?.1.check == "ST03")
    #expect(
      stopped?.1.reason.hasPrefix("after 200 steps the train loss is 1.20, that of the prior")
        == true)
    // One that falls, however slowly, goes on.
    let falling = RunMonitor(
      train: GateFixture.healthy().rows(.train).rows(at: Array(0..<10)), plan: .forTests)
    for step in 1...1_000 {
      let loss = 1.2 - 0.001 * Double(step)
      #expect(falling.stepEnded(report(step, loss: loss), model: noModel) == nil)
    }
  }

  @Test func waiversLetATrainingGoOn() {
    let watched = RunMonitor(
      train: GateFixture.healthy().rows(.train).rows(at: Array(0..<10)), plan: .forTests,
      settings: GateSettings(waived: ["ST02": "to see", "ST03": "to see"]))
    for step in 1...1_000 {
      let loss = step < 20 ? 0.7 : 50
      #expect(watched.stepEnded(report(step, loss: loss), model: noModel) == nil)
    }
  }

  @Test func theCourseHasWhatWasSeen() {
    let watched = RunMonitor(
      train: GateFixture.healthy().rows(.train).rows(at: Array(0..<10)), plan: .forTests)
    for step in 1...100 {
      _ = watched.stepEnded(report(step, loss: 0.5), model: noModel)
      if step % 10 == 0 {
        _ = watched.epochEnded(
          EpochSummary(
            epoch: step / 10, step: step, trainLoss: 0.5, devLoss: nil, devMetric: nil,
            learningRate: 0.1, gradientNorm: 1, rowsPerSecond: 1, elapsedSeconds: 1),
          model: noModel)
      }
    }
    let history = watched.history
    #expect(history.stepCount == 100)
    #expect(history.clippedCount == 50)
    #expect(history.windowLosses == [0.5, 0.5, 0.5, 0.5, 0.5])
    #expect(history.windowSize == 20)
    #expect(history.gradientNorms == [Double](repeating: 1, count: 100))
    #expect(history.epochStarts == [Double](repeating: 0.5, count: 10))
    #expect(history.epochEnds.count == 10)
  }

  @Test func evenSamplesHalveWhenTheyAreFull() {
    var sample = EvenSample(limit: 4)
    for i in 0..<9 { sample.add(Double(i)) }
    // 0 1 2 3 → 0 2, then every second: 0 2 4 6 → 0 4, then every fourth: 8.
    #expect(sample.values == [0, 4, 8])
  }

  @Test func theSameTrainingIsStoppedAtTheSameStep() throws {
    var fixture = GateFixture.healthy(rows: 400)
      .with(model("mlp"), .with("sgd", rate: 0.05, epochs: 200))
    fixture.plan.l2 = 10
    #expect(try train(fixture).0.ending == train(fixture).0.ending)
  }
}
