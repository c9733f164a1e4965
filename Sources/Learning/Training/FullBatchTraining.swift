import LinearAlgebra

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
      ending: watch.ending ?? .completed, epochs: watch.epochs, solve: nil,
      stepLosses: watch.stepLosses, stepCount: watch.stepCount,
      constantRowIDs: training.context.recordsStepLosses ? rows.rowIDs.sorted() : nil,
      elapsedSeconds: watch.elapsedSeconds)
  }

  /// Where the search begins: at the network's start, or where an earlier one was interrupted.
  private func firstState(
    of search: LimitedMemoryBFGS, _ scales: [Double], _ objective: FullBatchObjective,
    _ rows: LabelledRows<Double>, _ watch: SearchWatch<Scalar>
  ) throws(FitError) -> LimitedMemoryBFGS.State {
    if let earlier = training.context.earlier {
      do throws(CheckpointError) {
        let state = try watch.goOn(from: earlier)
        guard state.iteration <= stepCount else { throw .doesNotFit("position") }
        return state
      } catch { throw .checkpointDoesNotFit(error) }
    }
    // Rounded as any training in this precision starts, so that frozen layers keep those bits.
    let start = training.start.parameters(
      of: training.network, targets: rows.targets, weights: rows.weights, seed: training.plan.seed
    ).converted(to: Scalar.self).converted(to: Double.self)
    var gradient = start
    let value = objective.value(at: start, gradient: &gradient)
    watch.ending = watch.begin(value, gradient, at: start)
    return search.firstState(at: start, value: value, gradient: gradient, scales: scales)
  }

  private var stepCount: Int {
    switch training.plan.budget {
    case .epochs(let count), .steps(let count): count
    }
  }
}
