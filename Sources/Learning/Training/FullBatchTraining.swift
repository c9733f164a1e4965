import LinearAlgebra

/// Trains a network by L-BFGS on the loss of all rows, always in double precision: a line search
/// compares losses whose differences single precision cannot represent.
///
/// An iteration is a step and an epoch. The line search finds the step lengths; the schedule is not
/// used.
struct FullBatchTraining<Scalar: BLASScalar> {
  private let training: NetworkTraining<Scalar>
  private let tolerance: Double

  init(_ training: NetworkTraining<Scalar>, tolerance: Double) {
    self.training = training
    self.tolerance = tolerance
  }

  func outcome() throws(FitError) -> TrainingOutcome {
    try BLASThreads.alone { () throws(FitError) in try searched() }
  }

  private func searched() throws(FitError) -> TrainingOutcome {
    let plan = training.plan
    let factors = plan.classWeights.factors(for: training.train)
    let rows = LabelledRows<Double>(training.train, classFactors: factors)
    let objective = FullBatchObjective(
      training.network, rows: rows, penalty: training.penalty, smoothing: plan.labelSmoothing,
      reduction: plan.reduction)
    let log = TrainingLog(training.context, method: .fullBatch)
    let watch = SearchWatch(
      training, rows: rows, classFactors: factors, objective: objective, log: log)
    let minimizer = Minimizer(
      tolerance: tolerance, iterationLimit: stepCount, afterIteration: watch.shouldStop)
    var step = LimitedMemoryBFGS(
      function: objective,
      scales: [Double](repeating: 1, count: training.network.parameterCount),
      firstStep: plan.optimizer.learningRate)
    var parameters: [Double]
    var minimum: Minimum?
    if let earlier = training.context.earlier {
      let state: MinimizerState
      do throws(CheckpointError) {
        state = try watch.restore(&step, from: earlier)
        guard state.iteration <= stepCount else { throw .doesNotFit("position") }
      } catch { throw .checkpointDoesNotFit(error) }
      parameters = state.parameters
      if stepCount > 0 {
        minimum = minimizer.minimum(resuming: state, by: step, afterStep: watch.saveCheckpoint)
      }
    } else {
      let state = MinimizerState(at: initialParameters(rows), of: objective)
      watch.ending = watch.begin(state)
      parameters = state.parameters
      if watch.ending == nil, stepCount > 0 {
        minimum = minimizer.minimum(from: state, by: step, afterStep: watch.saveCheckpoint)
      }
    }
    if let minimum {
      parameters = minimum.parameters
      if case .converged = minimum.ending {
        watch.ending = .converged(iterations: minimum.iterations)
      }
    }
    if let best = watch.bestParameters { parameters = best }
    return log.outcome(
      NetworkModel(
        kind: training.kind, network: training.network,
        parameters: parameters.converted(to: Scalar.self)),
      ending: watch.ending ?? .completed, stepCount: watch.stepCount,
      constantRowIDs: training.context.recordsStepLosses ? rows.rowIDs.sorted() : nil)
  }

  /// The network's initial parameters, rounded to the training's precision so that frozen layers
  /// keep those bits.
  private func initialParameters(_ rows: LabelledRows<Double>) -> [Double] {
    training.initialization.parameters(
      of: training.network, targets: rows.targets, weights: rows.weights, seed: training.plan.seed
    ).converted(to: Scalar.self).converted(to: Double.self)
  }

  private var stepCount: Int {
    switch training.plan.budget {
    case .epochs(let count), .steps(let count): count
    }
  }
}
