import LinearAlgebra
import Schema

/// Trains a network by a quasi-Newton search on the loss of all rows, always in double: a line
/// search lives on differences of losses that float does not show.
///
/// An iteration is a step and an epoch. The schedule has no say: the line search finds the steps.
struct FullBatchTraining<Scalar: BLASScalar> {
  private let training: NetworkTraining<Scalar>
  private let tolerance: Double

  init(_ training: NetworkTraining<Scalar>, tolerance: Double) {
    self.training = training
    self.tolerance = tolerance
  }

  func outcome() -> TrainingOutcome {
    BLASThreads.alone { searched() }
  }

  private func searched() -> TrainingOutcome {
    let plan = training.plan
    let factors = plan.classWeights.factors(for: training.train.targets)
    let rows = LabelledRows<Double>(training.train, classFactors: factors)
    let objective = FullBatchObjective(
      training.network, rows: rows, penalty: training.penalty, smoothing: plan.labelSmoothing,
      reduction: plan.reduction)
    let watch = SearchWatch(training, rows: rows, classFactors: factors, objective: objective)
    // Rounded as any training in this precision starts, so that frozen layers keep those bits.
    let start = training.start.parameters(
      of: training.network, targets: rows.targets, weights: rows.weights, seed: plan.seed
    ).map { Double(Scalar($0)) }
    var gradient = start
    let value = objective.value(at: start, gradient: &gradient)
    var parameters = start
    if let ending = watch.begin(value, gradient, at: start) {
      watch.ending = ending
    } else if stepCount > 0 {
      let rules = MinimizerRules(
        tolerance: tolerance, iterationLimit: stepCount, afterIteration: watch.shouldStop)
      let minimum = LimitedMemoryBFGS(rules: rules, firstStep: plan.optimizer.learningRate)
        .minimum(
          of: objective, from: start, scales: [Double](repeating: 1, count: start.count))
      parameters = minimum.parameters
      if case .converged = minimum.ending {
        watch.ending = .converged(iterations: minimum.iterations)
      }
    }
    if let best = watch.bestParameters { parameters = best }
    return TrainingOutcome(
      model: NetworkModel(
        kind: training.kind, network: training.network, parameters: parameters.map { Scalar($0) }),
      ending: watch.ending ?? .completed, epochs: watch.epochs, solve: nil,
      stepLosses: watch.stepLosses, stepCount: watch.stepCount,
      constantRowIDs: training.context.recordsStepLosses ? rows.rowIDs.sorted() : nil,
      elapsedSeconds: watch.elapsedSeconds)
  }

  private var stepCount: Int {
    switch training.plan.budget {
    case .epochs(let count), .steps(let count): count
    }
  }
}

/// Follows a search from iteration to iteration: what gradient training does after each step and
/// each epoch.
private final class SearchWatch<Scalar: BLASScalar> {
  private let training: NetworkTraining<Scalar>
  private let objective: FullBatchObjective
  private let dev: LabelledRows<Double>?
  private let lossUnit: Double
  private let startTime = ContinuousClock.now
  private var stopping: EarlyStoppingState<Double>?
  private var target: TargetWatch?
  private(set) var epochs = [EpochSummary]()
  private(set) var stepLosses = [Double]()
  private(set) var stepCount = 0
  var ending: TrainingEnding?

  init(
    _ training: NetworkTraining<Scalar>, rows: LabelledRows<Double>, classFactors: [Double]?,
    objective: FullBatchObjective
  ) {
    self.training = training
    self.objective = objective
    dev = training.dev.flatMap {
      $0.rowCount == 0 ? nil : LabelledRows($0, classFactors: classFactors)
    }
    lossUnit = training.plan.reduction == .sum ? rows.totalWeight : 1
    stopping = training.plan.earlyStopping.map { EarlyStoppingState($0) }
    target = training.plan.target.map {
      TargetWatch($0, isClassification: training.network.head.task.isClassification)
    }
  }

  var bestParameters: [Double]? { stopping?.bestParameters }

  var elapsedSeconds: Double { seconds(since: startTime) }

  /// Looks at the start; an ending when there is nothing to search for or from.
  func begin(_ value: Double, _ gradient: [Double], at parameters: [Double]) -> TrainingEnding? {
    let loss = loss(value, parameters)
    record(loss)
    let bad = gradient.withView { $0.firstNonFinite }
    if !loss.isFinite || bad != nil {
      let tensor = bad.flatMap(training.network.layout.tensorName(at:)) ?? "loss"
      return .diverged(step: 0, loss: loss, tensor: tensor)
    }
    return isTargetReached(loss) ? .targetReached(step: 0) : nil
  }

  /// Takes an iteration; true when it is the last one.
  func shouldStop(_ iteration: Int, _ value: Double, _ parameters: [Double]) -> Bool {
    stepCount = iteration
    let loss = loss(value, parameters)
    record(loss)
    let devValues = devLossAndMetric(parameters)
    let elapsed = elapsedSeconds
    let rowCount = Double(objective.rows.rowCount)
    let summary = EpochSummary(
      epoch: iteration, step: iteration, trainLoss: loss, devLoss: devValues?.loss,
      devMetric: devValues?.metric, learningRate: nil, gradientNorm: nil,
      rowsPerSecond: rowCount * Double(iteration) / max(1e-9, elapsed), elapsedSeconds: elapsed)
    epochs.append(summary)
    training.context.observe(.epochEnded(summary))
    if isTargetReached(loss) {
      ending = .targetReached(step: iteration)
    } else if training.context.isCancelled() {
      ending = .cancelled(step: iteration)
    } else if let metric = devValues?.metric,
      stopping?.shouldStop(after: iteration, value: metric, parameters: parameters) == true
    {
      ending = .noImprovement(bestEpoch: stopping?.bestEpoch ?? iteration)
    }
    return ending != nil
  }

  /// The mean loss without penalties.
  private func loss(_ value: Double, _ parameters: [Double]) -> Double {
    let penalty = parameters.withView { training.penalty.value(of: $0, in: training.network) }
    return (value - penalty) / lossUnit
  }

  private func record(_ loss: Double) {
    if training.context.recordsStepLosses { stepLosses.append(loss) }
  }

  private func isTargetReached(_ loss: Double) -> Bool {
    target?.isReached(
      loss: loss, rightCount: objective.rightCount, rowCount: objective.rows.rowCount) ?? false
  }

  private func devLossAndMetric(_ parameters: [Double]) -> (loss: Double, metric: Double?)? {
    guard let dev else { return nil }
    let plan = training.plan
    let (outputs, sum) = ForwardRun(training.network, parameters: parameters).outputsAndLoss(
      for: dev.inputs, targets: dev.targets, weights: dev.weights,
      smoothing: plan.labelSmoothing)
    return (sum.loss / dev.totalWeight, plan.earlyStopping.map { $0.metric.value(outputs) })
  }
}
