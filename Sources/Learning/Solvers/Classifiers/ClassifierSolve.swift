import LinearAlgebra

/// One solve of a logistic or softmax regression over all rows.
struct ClassifierSolve {
  let network: Network
  let rows: LabelledRows<Double>
  /// Beside the mean loss.
  let l1: Double
  let l2: Double
  let smoothing: Double
  let tolerance: Double
  let iterationLimit: Int
  let context: TrainingContext
  /// Threads that share the passes over the rows.
  let threadLimit: Int

  func outcome(
    kind: String, solver: LinearSolver, reason: String
  ) throws(FactorizationError) -> TrainingOutcome {
    try BLASThreads.alone { () throws(FactorizationError) in
      try solved(kind: kind, solver: solver, reason: reason)
    }
  }

  private func solved(
    kind: String, solver: LinearSolver, reason: String
  ) throws(FactorizationError) -> TrainingOutcome {
    let start = ContinuousClock.now
    let penalty = Penalty(l1: l1, l2: l2)
    // With a free intercept the centred problem has the same weights and is better conditioned.
    let centring =
      network.hasOutputBias
      ? ColumnCentring(of: rows.inputs, weights: rows.weights, threadLimit: threadLimit)
      : ColumnCentring(ofNothingFor: network.inputCount)
    let means = centring.means
    let log = IterationLog(
      start: start, rowCount: rows.rowCount, network: network, penalty: penalty,
      tolerance: tolerance, context: context)
    let objective = objective(means)
    let origin = [Double](repeating: 0, count: network.parameterCount)
    if context.recordsStepLosses {
      var gradient = origin
      log.stepLosses.append(objective.value(at: origin, gradient: &gradient))
    }
    let rules = MinimizerRules(tolerance: tolerance, iterationLimit: iterationLimit) {
      log.add($0)
    }
    let minimum = try minimum(by: solver, of: objective, means: means, rules: rules)
    let parameters = uncentred(minimum.parameters, means)
    return TrainingOutcome(
      model: NetworkModel(kind: kind, network: network, parameters: parameters),
      method: .iterations, ending: ending(minimum), epochs: log.epochs,
      solve: SolveReport(
        solver: solver, reason: reason, iterations: minimum.iterations,
        objective: minimum.value, gradientMaximum: minimum.gradientMaximum),
      stepLosses: log.stepLosses, stepCount: minimum.iterations,
      constantRowIDs: context.recordsStepLosses ? rows.rowIDs.sorted() : nil,
      elapsedSeconds: seconds(since: start))
  }

  private func ending(_ minimum: Minimum) -> TerminationReason {
    switch minimum.ending {
    case .converged: .converged(iterations: minimum.iterations)
    case .iterationLimit: .iterationLimit(iterations: minimum.iterations)
    case .cancelled: .cancelled(step: minimum.iterations)
    }
  }

  func objective(_ means: [Double]) -> any SmoothFunction {
    network.head.unitCount == 1 ? logistic(means) : softmax(means)
  }

  /// - Parameter fillsNullSpace: See `ClassifierCurvature`.
  func curved(
    _ objective: any SmoothFunction, _ means: [Double], fillsNullSpace: Bool = true
  ) -> any CurvedFunction {
    (objective as? any CurvedFunction)
      ?? CurvedSoftmax(
        objective: softmax(means),
        curvature: ClassifierCurvature(
          network, rows: rows, means: means, l2: l2, fillsNullSpace: fillsNullSpace))
  }

  private func logistic(_ means: [Double]) -> LogisticSweep {
    LogisticSweep(
      rows, means: means, hasIntercept: network.hasOutputBias, l2: l2, smoothing: smoothing,
      threadLimit: threadLimit)
  }

  private func softmax(_ means: [Double]) -> SoftmaxSweep {
    SoftmaxSweep(
      rows, means: means, hasIntercept: network.hasOutputBias, l2: l2, smoothing: smoothing,
      threadLimit: threadLimit)
  }

  private func uncentred(_ parameters: [Double], _ means: [Double]) -> [Double] {
    var result = parameters
    guard network.hasOutputBias else { return result }
    let (d, unitCount) = (network.inputCount, network.head.unitCount)
    for k in 0..<unitCount {
      for j in 0..<d { result[unitCount * d + k] -= result[k * d + j] * means[j] }
    }
    return result
  }
}

/// What a solver's iterations leave behind, as gradient training's epochs do.
private final class IterationLog {
  let start: ContinuousClock.Instant
  let rowCount: Int
  let network: Network
  let penalty: Penalty
  let tolerance: Double
  let context: TrainingContext
  var epochs = [EpochSummary]()
  var stepLosses = [Double]()

  init(
    start: ContinuousClock.Instant, rowCount: Int, network: Network, penalty: Penalty,
    tolerance: Double, context: TrainingContext
  ) {
    self.start = start
    self.rowCount = rowCount
    self.network = network
    self.penalty = penalty
    self.tolerance = tolerance
    self.context = context
  }

  /// Takes an iteration; true when the training is cancelled.
  func add(_ state: MinimizerIteration) -> Bool {
    let iteration = state.number
    let loss = state.value - state.parameters.withView { penalty.value(of: $0, in: network) }
    let elapsed = seconds(since: start)
    let summary = EpochSummary(
      epoch: iteration, step: iteration, trainLoss: loss, devLoss: nil, devMetric: nil,
      learningRate: nil, gradientNorm: nil,
      rowsPerSecond: Double(rowCount * iteration) / max(1e-9, elapsed), elapsedSeconds: elapsed)
    epochs.append(summary)
    if context.recordsStepLosses { stepLosses.append(loss) }
    context.observe(
      .solverAdvanced(
        SolverProgress(
          passCount: state.passCount, remainder: state.remainder, goal: tolerance)))
    context.observe(.epochEnded(summary))
    return context.isCancelled()
  }
}

/// A softmax regression's objective with its second derivatives.
private struct CurvedSoftmax: CurvedFunction {
  let objective: SoftmaxSweep
  let curvature: ClassifierCurvature

  func value(at parameters: [Double], gradient: inout [Double]) -> Double {
    objective.value(at: parameters, gradient: &gradient)
  }

  func value(at parameters: [Double], gradient: inout [Double], curvature: inout Matrix) -> Double {
    curvature = self.curvature.matrix(at: parameters)
    return objective.value(at: parameters, gradient: &gradient)
  }
}
