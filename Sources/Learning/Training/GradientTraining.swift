import LinearAlgebra
import Randomness
import Schema

/// Trains a network by steps along the gradient of batches.
///
/// After the first step nothing is allocated until an epoch ends.
struct GradientTraining<Scalar: BLASScalar> {
  private let kind: String
  private let network: Network
  private let plan: TrainingPlan
  private let penalty: Penalty
  private let context: TrainingContext
  private let train: LabelledRows<Scalar>
  private let dev: LabelledRows<Scalar>?
  private let team: BatchTeam<Scalar>
  private let batchSize: Int
  private let stepsPerEpoch: Int
  private let stepCount: Int
  private let epochCount: Int?
  private let start = ContinuousClock.now

  private var parameters: [Scalar]
  private var gradient: [Scalar]
  private var optimizerState: OptimizerState<Scalar>
  private var order: [Int]
  private var finiteGuard = FiniteGuard<Scalar>()
  private var stopping: EarlyStoppingState<Scalar>?
  private var watch: TargetWatch?
  private var rowTrace: RowTrace?
  private var stepsDone = 0
  private var gradientNorm: Double?
  private var parameterNorm = 0.0
  private var epochs = [EpochSummary]()
  private var stepLosses = [Double]()
  private var progress = ProgressThrottle()

  /// A training of `network`, whose head is resolved from the plan's loss.
  init(
    kind: String, network: Network, start networkStart: NetworkStart, train: TrainingSet,
    dev: TrainingSet?, plan: TrainingPlan, penalty: Penalty, context: TrainingContext
  ) {
    let factors = plan.classWeights.factors(for: train.targets)
    let train = LabelledRows<Scalar>(train, classFactors: factors)
    self.kind = kind
    self.network = network
    self.plan = plan
    self.penalty = penalty
    self.context = context
    self.train = train
    self.dev = dev.flatMap { $0.rowCount == 0 ? nil : LabelledRows($0, classFactors: factors) }
    batchSize = min(max(1, plan.batchSize), train.rowCount)
    stepsPerEpoch = (train.rowCount + batchSize - 1) / batchSize
    switch plan.budget {
    case .epochs(let count): (stepCount, epochCount) = (count * stepsPerEpoch, count)
    case .steps(let count): (stepCount, epochCount) = (count, nil)
    }
    team = BatchTeam(network, batchSize: batchSize, threadLimit: BLASThreads.count)
    parameters = networkStart.parameters(
      of: network, targets: train.targets, weights: train.weights, seed: plan.seed
    ).map { Scalar($0) }
    gradient = [Scalar](repeating: 0, count: network.parameterCount)
    optimizerState = OptimizerState(
      bufferCount: plan.optimizer.bufferCount, parameterCount: network.parameterCount)
    order = Array(0..<train.rowCount)
    stopping = plan.earlyStopping.map { EarlyStoppingState($0) }
    watch = plan.target.map {
      TargetWatch($0, isClassification: network.head.task.isClassification)
    }
    rowTrace = context.recordsStepLosses ? RowTrace() : nil
  }

  /// Trains to the end of the budget or to an earlier end.
  mutating func run() -> TrainingOutcome {
    // Each member of the team calls BLAS by itself.
    let threadCount = BLASThreads.count
    _ = BLASThreads.setCount(1)
    defer { _ = BLASThreads.setCount(threadCount) }
    var ending: TrainingEnding?
    var epoch = 0
    while ending == nil, stepsDone < stepCount {
      epoch += 1
      ending = runEpoch(epoch)
    }
    if ending == nil, isFullBatch, watch != nil || context.recordsStepLosses {
      ending = checkLastStep()
    }
    if let best = stopping?.bestParameters, !isDivergence(ending) { parameters = best }
    return TrainingOutcome(
      model: model,
      ending: ending ?? .completed, epochs: epochs, solve: nil, stepLosses: stepLosses,
      stepCount: stepsDone, constantRowIDs: rowTrace?.constantRowIDs,
      elapsedSeconds: seconds(since: start), threadCount: team.threadCount)
  }

  private var isFullBatch: Bool { batchSize == train.rowCount }

  private func isDivergence(_ ending: TrainingEnding?) -> Bool {
    if case .diverged = ending { true } else { false }
  }

  private mutating func runEpoch(_ epoch: Int) -> TrainingEnding? {
    let epochStart = ContinuousClock.now
    var lossSum = 0.0
    var weightSum = 0.0
    var rowCount = 0
    putRowsInOrder(epoch)
    var ending: TrainingEnding?
    var rate = plan.optimizer.learningRate
    for batch in 0..<stepsPerEpoch where ending == nil && stepsDone < stepCount {
      let lower = batch * batchSize
      let positions = order[lower..<min(lower + batchSize, order.count)]
      let weight = train.weight(of: positions)
      rate =
        plan.optimizer.learningRate
        * plan.schedule.factor(at: stepsDone, of: stepCount, stepsPerEpoch: stepsPerEpoch)
      let sum: LossSum
      (sum, ending) = step(positions, weight: weight, rate: rate, epoch: epoch)
      lossSum += sum.loss
      weightSum += weight
      rowCount += positions.count
      if ending == nil, context.isCancelled() { ending = .cancelled(step: stepsDone) }
      if ending == nil { ending = monitorEnding(sum, weight, positions.count, rate, epoch) }
      if progress.isDue() {
        let progress = TrainingProgress(
          epoch: epoch, epochCount: epochCount,
          fractionDone: Double(stepsDone) / Double(stepCount), loss: lossSum / weightSum,
          rowsPerSecond: Double(rowCount) / Swift.max(1e-9, seconds(since: epochStart)))
        context.observe(.progressed(progress))
      }
    }
    let isBroken = isDivergence(ending)
    let devValues = isBroken ? nil : devLossAndMetric()
    let summary = EpochSummary(
      epoch: epoch, step: stepsDone, trainLoss: lossSum / weightSum, devLoss: devValues?.loss,
      devMetric: devValues?.metric, learningRate: rate, gradientNorm: gradientNorm,
      rowsPerSecond: Double(rowCount) / Swift.max(1e-9, seconds(since: epochStart)),
      elapsedSeconds: seconds(since: start))
    epochs.append(summary)
    context.observe(.epochEnded(summary))
    if ending == nil { ending = monitorEnding(after: summary) }
    if ending == nil, let metric = devValues?.metric,
      stopping?.shouldStop(after: epoch, value: metric, parameters: parameters) == true
    {
      return .noImprovement(bestEpoch: stopping?.bestEpoch ?? epoch)
    }
    return ending
  }

  /// What a monitor makes of the step just done.
  private func monitorEnding(
    _ sum: LossSum, _ weight: Double, _ rowCount: Int, _ rate: Double, _ epoch: Int
  ) -> TrainingEnding? {
    guard let monitor = context.monitor else { return nil }
    let norm = gradientNorm ?? 0
    let report = StepReport(
      step: stepsDone, epoch: epoch, stepCount: stepCount, stepsPerEpoch: stepsPerEpoch,
      loss: weight > 0 ? sum.loss / weight : 0, rowCount: rowCount, gradientNorm: norm,
      parameterNorm: parameterNorm, learningRate: rate,
      isClipped: plan.clipNorm.map { norm > $0 } ?? false)
    return ending(monitor.stepEnded(report) { model })
  }

  private func monitorEnding(after summary: EpochSummary) -> TrainingEnding? {
    ending(context.monitor?.epochEnded(summary) { model })
  }

  private func ending(_ reason: StopReason?) -> TrainingEnding? {
    reason.map { .stopped(check: $0.check, step: stepsDone, reason: $0.reason) }
  }

  private var model: NetworkModel {
    NetworkModel(kind: kind, network: network, parameters: parameters)
  }

  private mutating func putRowsInOrder(_ epoch: Int) {
    guard plan.isShuffled else { return }
    for i in order.indices { order[i] = i }
    var generator = CounterBasedGenerator(seed: plan.seed, purpose: .shuffle, epoch: epoch)
    generator.shuffle(&order)
  }

  /// One step on the rows at `positions`; the loss is the one before the step.
  private mutating func step(
    _ positions: ArraySlice<Int>, weight: Double, rate: Double, epoch: Int
  ) -> (LossSum, TrainingEnding?) {
    let scale = plan.reduction == .sum ? 1 : weight > 0 ? 1 / weight : 0
    let batch = batch(positions, scale: scale, epoch: epoch)
    let (sum, norm, parameterNorm) = team.replaceGradient(&gradient, at: parameters, batch)
    let loss = weight > 0 ? sum.loss / weight : 0
    record(loss, positions)
    gradientNorm = norm
    self.parameterNorm = parameterNorm
    if !loss.isFinite || !norm.isFinite, let ending = divergence(loss) { return (sum, ending) }
    if isTargetReached(loss, sum, rowCount: positions.count) {
      return (sum, .targetReached(step: stepsDone))
    }
    clipGradient(norm)
    finiteGuard.willStep(
      parameters, parameterNorm: parameterNorm, gradientNorm: norm, rate: rate)
    team.step(
      plan.optimizer, &parameters, gradient: gradient, learningRate: rate, state: &optimizerState)
    stepsDone += 1
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
    let (seed, step) = (plan.seed, stepsDone)
    return TrainingBatch(
      inputs: train.inputs, targets: train.targets,
      rows: LossRows(positions: positions, weights: train.weights, scale: scale),
      smoothing: plan.labelSmoothing, penalty: penalty,
      dropout: network.dropout == 0
        ? nil
        : { part, partCount in
          CounterBasedGenerator(
            seed: seed, purpose: .dropout, epoch: epoch, step: step * partCount + part)
        })
  }

  /// The ending when loss or gradient is not finite; nil when only the norm overflowed.
  private func divergence(_ loss: Double) -> TrainingEnding? {
    let position = gradient.withView { $0.firstNonFinite }
    if loss.isFinite, position == nil { return nil }
    let tensor = position.flatMap(network.layout.tensorName(at:)) ?? Self.lossName
    return .diverged(step: stepsDone, loss: loss, tensor: tensor)
  }

  /// What is named when only the loss itself is not finite.
  private static var lossName: String { "loss" }

  private mutating func clipGradient(_ norm: Double) {
    guard let limit = plan.clipNorm, norm > limit else { return }
    Scalar.scale(&gradient, by: Scalar(limit / norm))
  }

  private mutating func record(_ loss: Double, _ positions: ArraySlice<Int>) {
    guard context.recordsStepLosses else { return }
    stepLosses.append(loss)
    let ids = positions.map { train.rowIDs[$0] }
    rowTrace?.add(ids)
  }

  /// The loss after the last step, when all steps use the same rows.
  private mutating func checkLastStep() -> TrainingEnding? {
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
    if context.recordsStepLosses { stepLosses.append(loss) }
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
