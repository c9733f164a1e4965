import LinearAlgebra
import Randomness
import Schema

/// Trains a network by gradient steps on batches.
///
/// After the first step nothing is allocated until the end of an epoch.
struct GradientTraining<Scalar: BLASScalar> {
  private let kind: String
  private let network: Network
  private let plan: TrainingPlan
  private let rule: any StepRule
  private let penalty: Penalty
  let context: TrainingContext
  private let train: LabelledRows<Scalar>
  private let dev: LabelledRows<Scalar>?
  private let team: WorkerTeam<Scalar>
  /// Number of rows of a step: a batch times the accumulation.
  private let rowsPerStep: Int
  let stepsPerEpoch: Int
  let stepCount: Int
  private let epochCount: Int?

  /// The norm of the trained parameters at the last step; only guards against overflow.
  private var parameterNorm: Double
  private var gradient: [Scalar]
  private var order: [Int]
  private var finiteGuard = FiniteGuard<Scalar>()
  private var progress = ProgressThrottle()
  var checkpointClock = CheckpointClock()

  // The state that a checkpoint saves.
  var position = TrainingPosition()
  var parameters: [Scalar]
  var optimizerState: OptimizerState<Scalar>
  var scheduleState = ScheduleState()
  var stopping: EarlyStoppingState<Scalar>?
  var watch: TargetWatch?
  var rowTrace: RowTrace?
  let log: TrainingLog
  var epochStart = ContinuousClock.now

  init(_ training: NetworkTraining<Scalar>, rule: any StepRule) {
    let plan = training.plan
    let factors = plan.classWeights.factors(for: training.train)
    let train = LabelledRows<Scalar>(training.train, classFactors: factors)
    kind = training.kind
    network = training.network
    self.plan = plan
    self.rule = rule
    penalty = training.penalty
    context = training.context
    log = TrainingLog(training.context, method: .steps)
    self.train = train
    dev = training.dev.flatMap {
      $0.rowCount == 0 ? nil : LabelledRows($0, classFactors: factors)
    }
    rowsPerStep = plan.rowsPerStep(of: train.rowCount)
    stepsPerEpoch = plan.stepsPerEpoch(of: train.rowCount)
    stepCount = plan.stepCount(of: train.rowCount)
    if case .epochs(let count) = plan.budget { epochCount = count } else { epochCount = nil }
    team = WorkerTeam(
      network, batchSize: min(plan.batchSize, rowsPerStep), accumulation: plan.accumulation,
      threadLimit: BLASThreads.count)
    parameters = training.initialization.parameters(
      of: network, targets: train.targets, weights: train.weights, seed: plan.seed
    ).converted(to: Scalar.self)
    parameterNorm = parameters.withView { $0.sumOfSquares.squareRoot() }
    gradient = [Scalar](repeating: 0, count: network.parameterCount)
    optimizerState = OptimizerState(
      bufferCount: rule.bufferCount, parameterCount: network.parameterCount)
    order = Array(0..<train.rowCount)
    stopping = plan.earlyStopping.map { EarlyStoppingState($0) }
    watch = plan.target.map {
      TargetWatch($0, isClassification: network.head.task.isClassification)
    }
    rowTrace = context.recordsStepLosses ? RowTrace() : nil
  }

  /// Trains to the end of the budget or until a stop.
  mutating func run() -> TrainingOutcome {
    // Each worker calls BLAS on its own thread.
    let threadCount = BLASThreads.count
    _ = BLASThreads.setCount(1)
    defer { _ = BLASThreads.setCount(threadCount) }
    var ending: TerminationReason?
    while ending == nil, position.isWithinEpoch || stepsDone < stepCount {
      ending = runEpoch()
    }
    if ending == nil, isFullBatch, watch != nil || context.recordsStepLosses {
      ending = checkLastStep()
    }
    if let best = stopping?.bestParameters, !isDivergence(ending) { parameters = best }
    return log.outcome(
      model, ending: ending ?? .completed, stepCount: stepsDone,
      constantRowIDs: rowTrace?.constantRowIDs, threadCount: team.threadCount)
  }

  private var isFullBatch: Bool { rowsPerStep == train.rowCount }

  private func isDivergence(_ ending: TerminationReason?) -> Bool {
    if case .diverged = ending { true } else { false }
  }

  private var stepsDone: Int { position.stepsDone }

  /// Trains an epoch from its beginning, or from where it was interrupted, to its end.
  private mutating func runEpoch() -> TerminationReason? {
    if !position.isWithinEpoch {
      position.beginEpoch()
      epochStart = .now
    }
    let epoch = position.epoch
    orderRows(epoch)
    var ending: TerminationReason?
    while ending == nil, position.batchesDone < stepsPerEpoch, stepsDone < stepCount {
      let lower = position.batchesDone * rowsPerStep
      let positions = order[lower..<min(lower + rowsPerStep, order.count)]
      let weight = train.weight(of: positions)
      let rate =
        rule.learningRate * scheduleState.factor
        * plan.schedule.factor(at: stepsDone, of: stepCount, stepsPerEpoch: stepsPerEpoch)
      let sum: LossSum
      (sum, ending) = step(positions, weight: weight, rate: rate, epoch: epoch)
      position.learningRate = rate
      position.add(sum, weight: weight, rowCount: positions.count)
      let isTick = progress.isDue()
      if isTick {
        let progress = TrainingProgress(
          epoch: epoch, epochCount: epochCount,
          fractionDone: Double(stepsDone) / Double(stepCount), loss: position.meanLoss,
          rowsPerSecond: rowsPerSecond)
        context.observe(.progressed(progress))
      }
      if ending == nil { ending = monitorEnding(sum, weight, positions.count, rate, epoch) }
      guard ending == nil else { break }
      if context.isCancelled() { ending = .cancelled(step: stepsDone) }
      saveCheckpoint(isTick: isTick, isCancelled: ending != nil)
    }
    let isBroken = isDivergence(ending)
    let devValues = isBroken ? nil : devLossAndMetric()
    let summary = EpochSummary(
      epoch: epoch, step: stepsDone, trainLoss: position.meanLoss, devLoss: devValues?.loss,
      devMetric: devValues?.metric,
      learningRate: position.learningRate ?? rule.learningRate,
      gradientNorm: position.gradientNorm, rowsPerSecond: rowsPerSecond,
      elapsedSeconds: log.elapsedSeconds)
    log.endEpoch(summary)
    plan.schedule.update(&scheduleState, afterEpochWith: summary.devLoss ?? summary.trainLoss)
    position.endEpoch()
    if ending == nil { ending = monitorEnding(after: summary) }
    if ending == nil, let metric = devValues?.metric,
      stopping?.shouldStop(after: epoch, value: metric, parameters: parameters) == true
    {
      return .noImprovement(bestEpoch: stopping?.bestEpoch ?? epoch)
    }
    if ending == nil { saveCheckpoint(afterEpoch: epoch) }
    return ending
  }

  /// Rows per second of the current epoch.
  private var rowsPerSecond: Double {
    Double(position.rowCount) / Swift.max(1e-9, seconds(since: epochStart))
  }

  /// The stop that the monitor asks for after a step, if any.
  private func monitorEnding(
    _ sum: LossSum, _ weight: Double, _ rowCount: Int, _ rate: Double, _ epoch: Int
  ) -> TerminationReason? {
    guard let monitor = context.monitor else { return nil }
    let norm = position.gradientNorm ?? 0
    let report = StepReport(
      step: stepsDone, epoch: epoch, stepCount: stepCount, stepsPerEpoch: stepsPerEpoch,
      loss: weight > 0 ? sum.loss / weight : 0, rowCount: rowCount, gradientNorm: norm,
      parameterNorm: parameterNorm, learningRate: rate,
      isClipped: plan.clipNorm.map { norm > $0 } ?? false)
    return ending(monitor.stepEnded(report) { model })
  }

  private func monitorEnding(after summary: EpochSummary) -> TerminationReason? {
    ending(context.monitor?.epochEnded(summary) { model })
  }

  private func ending(_ reason: StopReason?) -> TerminationReason? {
    reason.map { .stopped(check: $0.check, step: stepsDone, reason: $0.reason) }
  }

  private var model: NetworkModel {
    NetworkModel(kind: kind, network: network, parameters: parameters)
  }

  private mutating func orderRows(_ epoch: Int) {
    guard plan.isShuffled else { return }
    for i in order.indices { order[i] = i }
    var generator = CounterBasedGenerator(seed: plan.seed, purpose: .shuffle, epoch: epoch)
    generator.shuffle(&order)
  }

  /// One step on the rows at `positions`; returns the loss before the step.
  private mutating func step(
    _ positions: ArraySlice<Int>, weight: Double, rate: Double, epoch: Int
  ) -> (LossSum, TerminationReason?) {
    let scale = plan.reduction == .sum ? 1 : weight > 0 ? 1 / weight : 0
    let batch = batch(positions, scale: scale, epoch: epoch)
    let (sum, norm) = team.replaceGradient(&gradient, at: parameters, batch)
    let loss = weight > 0 ? sum.loss / weight : 0
    record(loss, positions)
    position.gradientNorm = norm
    if !loss.isFinite || !norm.isFinite, let ending = divergence(loss) { return (sum, ending) }
    if isTargetReached(loss, sum, rowCount: positions.count) {
      return (sum, .targetReached(step: stepsDone))
    }
    clipGradient(norm)
    finiteGuard.willStep(
      parameters, parameterNorm: parameterNorm, gradientNorm: norm, rate: rate)
    parameterNorm = team.step(
      rule, &parameters, gradient: gradient, learningRate: rate, state: &optimizerState)
    position.stepsDone += 1
    if let (last, position) = finiteGuard.recovered(from: parameters) {
      parameters = last
      let tensor = network.layout.tensorName(at: position)
      return (sum, .diverged(step: stepsDone, loss: loss, tensor: tensor))
    }
    return (sum, nil)
  }

  private func batch(
    _ positions: ArraySlice<Int>, scale: Double, epoch: Int
  ) -> TrainingBatch<Scalar> {
    TrainingBatch(
      inputs: train.inputs, targets: train.targets,
      rows: LossRows(positions: positions, weights: train.weights, scale: scale),
      smoothing: plan.labelSmoothing, penalty: penalty,
      dropout: network.dropout == 0
        ? nil : DropoutStreams(seed: plan.seed, epoch: epoch, step: stepsDone))
  }

  /// The divergence if loss or gradient is not finite; nil if only the norm overflowed.
  private func divergence(_ loss: Double) -> TerminationReason? {
    let position = gradient.withView { $0.firstNonFinite }
    if loss.isFinite, position == nil { return nil }
    let tensor = position.flatMap(network.layout.tensorName(at:)) ?? Self.lossName
    return .diverged(step: stepsDone, loss: loss, tensor: tensor)
  }

  /// The name that is reported when only the loss is not finite.
  private static var lossName: String { "loss" }

  private mutating func clipGradient(_ norm: Double) {
    guard let limit = plan.clipNorm, norm > limit else { return }
    Scalar.scale(&gradient, by: Scalar(limit / norm))
  }

  private mutating func record(_ loss: Double, _ positions: ArraySlice<Int>) {
    log.record(loss: loss)
    guard rowTrace != nil else { return }
    let ids = positions.map { train.rowIDs[$0] }
    rowTrace?.add(ids)
  }

  /// Checks the loss after the last step, when all steps use the same rows.
  private mutating func checkLastStep() -> TerminationReason? {
    let weight = train.totalWeight
    var sum = LossSum()
    parameters.withView { parameters in
      team.eachPartForward(batch(order[...], scale: 1, epoch: 0), parameters) { scores, positions in
        sum += network.head.loss(
          of: scores, gradient: nil, targets: train.targets,
          LossRows(positions: positions, weights: train.weights, scale: 1),
          smoothing: plan.labelSmoothing)
      }
    }
    let loss = sum.loss / weight
    log.record(loss: loss)
    if !loss.isFinite {
      return .diverged(step: stepsDone, loss: loss, tensor: Self.lossName)
    }
    let isReached = isTargetReached(loss, sum, rowCount: train.rowCount)
    return isReached ? .targetReached(step: stepsDone) : nil
  }

  private mutating func isTargetReached(_ loss: Double, _ sum: LossSum, rowCount: Int) -> Bool {
    watch?.isReached(loss: loss, rightCount: sum.rightCount, rowCount: rowCount) ?? false
  }

  private func devLossAndMetric() -> (loss: Double, metric: Double?)? {
    guard let dev else { return nil }
    let (outputs, sum) = ForwardRun(network, parameters: parameters).outputsAndLoss(
      for: dev.inputs, targets: dev.targets, weights: dev.weights,
      smoothing: plan.labelSmoothing)
    return (sum.loss / dev.totalWeight, plan.earlyStopping.map { $0.metric.value(outputs) })
  }
}
