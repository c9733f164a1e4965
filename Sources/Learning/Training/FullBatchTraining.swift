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
    let factors = plan.classWeights.factors(for: training.train.targets)
    let rows = LabelledRows<Double>(training.train, classFactors: factors)
    let objective = FullBatchObjective(
      training.network, rows: rows, penalty: training.penalty, smoothing: plan.labelSmoothing,
      reduction: plan.reduction)
    let watch = SearchWatch(
      training, rows: rows, classFactors: factors, objective: objective, tolerance: tolerance)
    let search = LimitedMemoryBFGS(
      rules: MinimizerRules(
        tolerance: tolerance, iterationLimit: stepCount, afterIteration: watch.shouldStop),
      firstStep: plan.optimizer.learningRate, keep: watch.saveCheckpoint)
    let scales = [Double](repeating: 1, count: training.network.parameterCount)
    let first = try firstState(of: search, scales, objective, rows, watch)
    var parameters = first.parameters
    if watch.ending == nil, stepCount > 0 {
      let minimum = search.minimum(of: objective, goingOnFrom: first, scales: scales)
      parameters = minimum.parameters
      if case .converged = minimum.ending {
        watch.ending = .converged(iterations: minimum.iterations)
      }
    }
    if let best = watch.bestParameters { parameters = best }
    return TrainingOutcome(
      model: NetworkModel(
        kind: training.kind, network: training.network,
        parameters: parameters.converted(to: Scalar.self)),
      method: .fullBatch, ending: watch.ending ?? .completed, epochs: watch.epochs, solve: nil,
      stepLosses: watch.stepLosses, stepCount: watch.stepCount,
      constantRowIDs: training.context.recordsStepLosses ? rows.rowIDs.sorted() : nil,
      elapsedSeconds: watch.elapsedSeconds)
  }

  /// The initial state of the search, or the one of a checkpoint.
  private func firstState(
    of search: LimitedMemoryBFGS, _ scales: [Double], _ objective: FullBatchObjective,
    _ rows: LabelledRows<Double>, _ watch: SearchWatch<Scalar>
  ) throws(FitError) -> LimitedMemoryBFGS.State {
    if let earlier = training.context.earlier {
      do throws(CheckpointError) {
        let state = try watch.restore(from: earlier)
        guard state.iteration <= stepCount else { throw .doesNotFit("position") }
        return state
      } catch { throw .checkpointDoesNotFit(error) }
    }
    // Rounded to the precision of the training, so that frozen layers keep those bits.
    let initial = training.initialization.parameters(
      of: training.network, targets: rows.targets, weights: rows.weights, seed: training.plan.seed
    ).converted(to: Scalar.self).converted(to: Double.self)
    var gradient = initial
    let value = objective.value(at: initial, gradient: &gradient)
    watch.ending = watch.begin(value, gradient, at: initial)
    return search.firstState(at: initial, value: value, gradient: gradient, scales: scales)
  }

  private var stepCount: Int {
    switch training.plan.budget {
    case .epochs(let count), .steps(let count): count
    }
  }
}
