import LinearAlgebra
import Schema
import Synchronization
import Testing

@testable import Learning

/// A training that is interrupted and resumed from the bytes of its checkpoint must end as if
/// without the interruption, to the bit.
@Suite struct CheckpointTests {
  /// Dropout, early stopping, batches that do not divide the rows, and every other part of a step:
  /// weights, clipping, smoothing, penalties.
  private func plan(
    _ optimizer: OptimizerEntry, _ schedule: ScheduleEntry, seed: UInt64
  ) -> TrainingPlan {
    var settings: [(String, Literal)] = []
    if schedule.fields.contains(where: { $0.name == Warmup.field.name }) {
      settings.append((Warmup.field.name, 7))
    }
    // Decays early, so that its state matters.
    if schedule.name == "plateau" { settings += [("patience", 0), ("threshold", 0.1)] }
    return TrainingPlan(
      labelSmoothing: 0.05, classWeights: .balanced,
      optimizer: optimizer.make(
        Settings(fields: optimizer.fields, setting: [("learning_rate", 0.03)])),
      schedule: schedule.make(Settings(fields: schedule.fields, setting: settings)),
      l1: 1e-4, l2: 1e-3, clipNorm: 0.8, batchSize: 7, budget: .epochs(8),
      earlyStopping: EarlyStopping(metric: Self.sumOfFirstColumn, patience: 3),
      precision: seed % 2 == 0 ? .float : .double, seed: seed)
  }

  private static let sumOfFirstColumn = DevMetric(name: "a sum", isHigherBetter: true) { outputs in
    (0..<outputs.rowCount).reduce(0) { $0 + outputs[$1, 0] }
  }

  private let network = recipe("mlp", ("hidden", [6, 5]), ("dropout", 0.3))
  private let train = syntheticSet(.multiclass)
  private let dev = syntheticSet(.multiclass, rowCount: 13, seed: 9)

  private func fit(
    _ plan: TrainingPlan, from bytes: [UInt8]? = nil, saving interval: CheckpointInterval? = nil,
    into shelf: Shelf = Shelf(), stoppingAt step: Int? = nil, recordsStepLosses: Bool = false
  ) throws -> TrainingOutcome {
    let count = Mutex(0)
    let context = TrainingContext(
      recordsStepLosses: recordsStepLosses,
      checkpoints: interval.map { CheckpointSaving($0) { shelf.add($0) } },
      earlier: try bytes.map { try TrainingCheckpoint(decoding: $0) },
      isCancelled: {
        count.withLock { count in
          count += 1
          return count == step
        }
      })
    return try network.fitted(to: train, dev: dev, plan: plan, context: context)
  }

  private func expectEqual(
    _ one: TrainingOutcome, _ two: TrainingOutcome, _ name: String,
    location: SourceLocation = #_sourceLocation
  ) {
    #expect(one.model.tensors == two.model.tensors, "\(name)", sourceLocation: location)
    #expect(one.ending == two.ending, "\(name)", sourceLocation: location)
    #expect(one.stepCount == two.stepCount, "\(name)", sourceLocation: location)
    #expect(
      one.epochs.map(Timeless.init) == two.epochs.map(Timeless.init), "\(name)",
      sourceLocation: location)
    #expect(one.stepLosses == two.stepLosses, "\(name)", sourceLocation: location)
    #expect(one.constantRowIDs == two.constantRowIDs, "\(name)", sourceLocation: location)
  }

  /// Killed or stopped three times within each training, at random steps.
  @Test(arguments: optimizerCatalog.names.filter { optimizer($0).method.stepRule != nil })
  func resumesToTheSameBits(optimizer: String) throws {
    for (index, schedule) in scheduleCatalog.entries.enumerated() {
      for seed in [UInt64(1), 2] {
        let name = "\(optimizer), \(schedule.name), seed \(seed)"
        let plan = plan(optimizerCatalog.entry(optimizer), schedule, seed: seed)
        let whole = try fit(plan)
        try #require(whole.stepCount > 12, "\(name) ends too early to be interrupted")
        var generator = SplitMix(state: seed &* 1000 &+ UInt64(index))
        var bytes: [UInt8]?
        var done = 0
        for interruption in 0..<3 where whole.stepCount - done > 1 {
          let step = Int.random(in: 1..<(whole.stepCount - done), using: &generator)
          let shelf = Shelf()
          let isKilled = interruption % 2 == 0
          // Killed: only the last periodic checkpoint exists. Stopped: also one of that step.
          let part = try fit(
            plan, from: bytes,
            saving: isKilled ? CheckpointInterval(steps: 3) : CheckpointInterval(), into: shelf,
            stoppingAt: isKilled ? nil : step)
          let checkpoint: TrainingCheckpoint
          if isKilled {
            let before = shelf.all.last { $0.position.stepsDone <= done + step }
            guard let before else { continue }
            checkpoint = before
          } else {
            #expect(part.ending == .cancelled(step: done + step), "\(name)")
            checkpoint = try #require(shelf.all.last)
            #expect(checkpoint.position.stepsDone == done + step, "\(name)")
          }
          bytes = checkpoint.encoded()
          done = checkpoint.position.stepsDone
        }
        try #require(bytes != nil)
        expectEqual(whole, try fit(plan, from: bytes), "\(name), from step \(done)")
      }
    }
  }

  /// Every step of one training, the last of an epoch and of the budget among them.
  @Test func canBeStoppedAtEveryStep() throws {
    var plan = plan(.adam, .cosine, seed: 3)
    plan.budget = .steps(20)
    let whole = try fit(plan)
    #expect(whole.stepCount == 20)
    for step in 1...20 {
      let shelf = Shelf()
      _ = try fit(plan, saving: CheckpointInterval(), into: shelf, stoppingAt: step)
      let checkpoint = try #require(shelf.all.last)
      #expect(shelf.all.count == 1)
      expectEqual(whole, try fit(plan, from: checkpoint.encoded()), "step \(step)")
    }
  }

  /// A full-batch search, interrupted after each iteration: more than its history of ten pairs.
  @Test(arguments: [Precision.float, .double])
  func aSearchResumesToTheSameBits(precision: Precision) throws {
    var plan = plan(optimizerCatalog.entry("lbfgs"), .constant, seed: 1)
    plan.optimizer = plan.optimizer.with(learningRate: 1)
    (plan.l1, plan.clipNorm, plan.precision, plan.budget) = (0, nil, precision, .epochs(24))
    plan.earlyStopping = EarlyStopping(metric: Self.sumOfFirstColumn, patience: 20)
    let network = recipe("mlp", ("hidden", [6, 5]), ("frozen", ["hidden_2"]))
    func fit(_ context: TrainingContext) throws -> TrainingOutcome {
      try network.fitted(to: train, dev: dev, plan: plan, context: context)
    }
    let killed = Shelf()
    let whole = try fit(
      TrainingContext(
        recordsStepLosses: true,
        checkpoints: CheckpointSaving(CheckpointInterval(steps: 1)) { killed.add($0) }))
    try #require(whole.stepCount > 12)
    try #require(killed.all.count >= whole.stepCount - 1)
    for (index, checkpoint) in killed.all.enumerated() {
      #expect(checkpoint.position.stepsDone == index + 1)
      let resumed = try fit(
        TrainingContext(
          recordsStepLosses: true,
          earlier: try TrainingCheckpoint(decoding: checkpoint.encoded())))
      expectEqual(whole, resumed, "after iteration \(index + 1)")
    }
    // Stopped rather than killed: one checkpoint, of the iteration it was stopped after.
    let stopped = Shelf()
    let count = Mutex(0)
    let part = try fit(
      TrainingContext(
        recordsStepLosses: true,
        checkpoints: CheckpointSaving(CheckpointInterval()) { stopped.add($0) },
        isCancelled: {
          count.withLock {
            $0 += 1
            return $0 == 11
          }
        }))
    #expect(part.ending == .cancelled(step: 11))
    #expect(stopped.all.map(\.position.stepsDone) == [11])
    expectEqual(
      whole,
      try fit(TrainingContext(recordsStepLosses: true, earlier: stopped.all.last)),
      "stopped after iteration 11")
  }

  @Test func aSearchRefusesACheckpointOfAnotherTraining() throws {
    var plan = plan(optimizerCatalog.entry("lbfgs"), .constant, seed: 1)
    (plan.l1, plan.clipNorm, plan.budget, plan.earlyStopping) = (0, nil, .epochs(9), nil)
    let shelf = Shelf()
    func fit(
      _ plan: TrainingPlan, hidden: [Literal], _ context: TrainingContext
    ) throws -> TrainingOutcome {
      try recipe("mlp", ("hidden", .list(hidden)))
        .fitted(to: train, dev: dev, plan: plan, context: context)
    }
    _ = try fit(
      plan, hidden: [6],
      TrainingContext(
        checkpoints: CheckpointSaving(CheckpointInterval(steps: 5)) { shelf.add($0) }))
    #expect(shelf.all.count == 1)
    let context = TrainingContext(earlier: shelf.all.first)
    #expect(throws: FitError.checkpointDoesNotFit(.doesNotFit("parameters"))) {
      try fit(plan, hidden: [7], context)
    }
    var shorter = plan
    shorter.budget = .epochs(4)
    #expect(throws: FitError.checkpointDoesNotFit(.doesNotFit("position"))) {
      try fit(shorter, hidden: [6], context)
    }
    var steps = plan
    steps.optimizer = optimizer("adam")
    #expect(throws: FitError.self) { try fit(steps, hidden: [6], context) }
  }

  /// With the state of trainings on few rows only: step losses, rows of the steps, the target.
  @Test func savesTheStateOfATrial() throws {
    var plan = plan(.adam, .constant, seed: 4).forOverfitting(
      stepLimit: 400, target: StepTarget(loss: 1e-9, patientLoss: 0.4, patientSteps: 25))
    plan.classWeights = .none
    let network = recipe("mlp", ("hidden", [12]))
    func fit(_ context: TrainingContext) throws -> TrainingOutcome {
      try network.fitted(to: train, dev: nil, plan: plan, context: context)
    }
    let shelf = Shelf()
    let whole = try fit(
      TrainingContext(
        recordsStepLosses: true,
        checkpoints: CheckpointSaving(CheckpointInterval(steps: 1)) { shelf.add($0) }))
    guard case .targetReached(let step) = whole.ending else {
      Issue.record("ended as \(whole.ending)")
      return
    }
    #expect(step > 25)
    // Within the 25 steps for which all rows must be correctly classified.
    for checkpoint in [shelf.all[step - 2], shelf.all[step - 13], shelf.all[0]] {
      let resumed = try fit(
        TrainingContext(
          recordsStepLosses: true,
          earlier: try TrainingCheckpoint(decoding: checkpoint.encoded())))
      expectEqual(whole, resumed, "from step \(checkpoint.position.stepsDone)")
    }
  }

  @Test func isSavedWhenItIsDue() throws {
    var plan = plan(.sgd, .constant, seed: 1)
    plan.budget = .epochs(4)
    plan.earlyStopping = nil
    func positions(_ interval: CheckpointInterval) throws -> [Int] {
      let shelf = Shelf()
      _ = try fit(plan, saving: interval, into: shelf)
      return shelf.all.map(\.position.stepsDone)
    }
    // 40 rows in batches of 7: 6 steps an epoch.
    #expect(try positions(CheckpointInterval(steps: 5)) == [5, 10, 15, 20])
    #expect(try positions(CheckpointInterval(epochs: 2)) == [12, 24])
    #expect(try positions(CheckpointInterval(steps: 10, epochs: 3)) == [10, 18, 20])
    #expect(try positions(CheckpointInterval(seconds: 1e9)) == [])
    #expect(try positions(CheckpointInterval()) == [])
  }

  @Test func isDueAfterItsSeconds() {
    let clock = CheckpointClock()
    #expect(clock.isDue(CheckpointInterval(seconds: 0), afterStep: 1, isTick: true))
    #expect(!clock.isDue(CheckpointInterval(seconds: 0), afterStep: 1, isTick: false))
    #expect(!clock.isDue(CheckpointInterval(seconds: 3600), afterStep: 1, isTick: true))
    #expect(!clock.isDue(CheckpointInterval(), afterStep: 1, isTick: true))
  }

  /// A number of seconds that no clock can count back from must not end the program.
  @Test(arguments: [1e300, -1, .infinity, .nan])
  func refusesATimeThatIsNone(seconds: Double) {
    var checkpoint = TrainingCheckpoint(at: TrainingPosition())
    checkpoint.save([seconds], as: "elapsed_seconds")
    #expect(throws: CheckpointError.doesNotFit("elapsed_seconds")) {
      try checkpoint.duration("elapsed_seconds")
    }
  }

  @Test func savesNumbersThatJSONDoesNotHave() throws {
    var checkpoint = TrainingCheckpoint(at: TrainingPosition())
    checkpoint.save([Double.nan, -.infinity, -0.0, 0.1], as: "doubles")
    checkpoint.save([Float.leastNonzeroMagnitude, -0.0], as: "floats")
    checkpoint.save(["a": -Double.infinity, "b": 0.1, "c": -0.0], as: "json")
    let read = try TrainingCheckpoint(decoding: checkpoint.encoded())
    let doubles: [Double] = try read.values("doubles", count: 4)
    #expect(doubles.map(\.bitPattern) == [.nan, -.infinity, -0.0, 0.1].map(\.bitPattern))
    let floats: [Float] = try read.values("floats")
    #expect(floats.map(\.bitPattern) == [Float.leastNonzeroMagnitude, -0.0].map(\.bitPattern))
    let json = try read.value([String: Double].self, named: "json")
    #expect(
      json.mapValues(\.bitPattern)
        == ["a": -.infinity, "b": 0.1, "c": -0.0]
        .mapValues { (value: Double) in value.bitPattern })
  }

  @Test func refusesACheckpointOfAnotherTraining() throws {
    let shelf = Shelf()
    let plan = plan(.adam, .constant, seed: 1)
    _ = try fit(plan, saving: CheckpointInterval(steps: 2), into: shelf, stoppingAt: 5)
    let bytes = try #require(shelf.all.last).encoded()
    func failure(_ plan: TrainingPlan, _ recipe: any ModelRecipe) throws -> FitError? {
      let context = TrainingContext(earlier: try TrainingCheckpoint(decoding: bytes))
      do throws(FitError) {
        _ = try recipe.fitted(to: train, dev: dev, plan: plan, context: context)
        return nil
      } catch { return error }
    }
    #expect(try failure(plan, network) == nil)
    var other = plan
    other.precision = .float
    #expect(try failure(other, network) == .checkpointDoesNotFit(.doesNotFit("parameters")))
    let wider = recipe("mlp", ("hidden", [7, 5]))
    #expect(try failure(plan, wider) == .checkpointDoesNotFit(.doesNotFit("parameters")))
    var longer = plan
    longer.budget = .steps(4)
    #expect(try failure(longer, network) == .checkpointDoesNotFit(.doesNotFit("position")))
    let simple = Shelf()
    var sgd = plan
    sgd.optimizer = optimizer("sgd")
    _ = try fit(sgd, saving: CheckpointInterval(), into: simple, stoppingAt: 5)
    let context = TrainingContext(earlier: simple.all.last)
    #expect(throws: FitError.checkpointDoesNotFit(.missing("optimizer_buffer_1"))) {
      try network.fitted(to: train, dev: dev, plan: plan, context: context)
    }
  }

  @Test func reportsBytesThatAreNoCheckpoint() throws {
    let shelf = Shelf()
    _ = try fit(
      plan(.adam, .constant, seed: 1), saving: CheckpointInterval(), into: shelf, stoppingAt: 5)
    let bytes = try #require(shelf.all.last).encoded()
    #expect(throws: CheckpointError.unreadable) {
      try TrainingCheckpoint(decoding: Array(bytes.dropLast()))
    }
    #expect(throws: CheckpointError.unreadable) { try TrainingCheckpoint(decoding: []) }
    let other = Safetensors(tensors: [], metadata: ["kind": "mlp"]).encoded()
    #expect(throws: CheckpointError.missing("position")) {
      try TrainingCheckpoint(decoding: other)
    }
  }
}

/// The saved checkpoints in order.
private final class Shelf: Sendable {
  private let kept = Mutex<[TrainingCheckpoint]>([])

  func add(_ checkpoint: TrainingCheckpoint) { kept.withLock { $0.append(checkpoint) } }
  var all: [TrainingCheckpoint] { kept.withLock { $0 } }
}

/// The values of an epoch's summary that do not depend on the clock.
private struct Timeless: Hashable {
  let counts: [Int]
  let numbers: [UInt64?]

  init(_ summary: EpochSummary) {
    counts = [summary.epoch, summary.step]
    numbers = [
      summary.trainLoss, summary.devLoss, summary.devMetric, summary.learningRate,
      summary.gradientNorm,
    ].map { $0?.bitPattern }
  }
}

/// Chooses where to interrupt. **Source** Steele, Lea and Flood 2014
private struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
