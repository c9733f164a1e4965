import LinearAlgebra

/// One solve of a logistic or softmax regression on all rows.
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
  /// The number of threads that share each pass over the rows.
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
    let log = TrainingLog(context, method: .iterations)
    let penalty = Penalty(l1: l1, l2: l2)
    // With an unpenalized intercept the centred problem has the same weights and is better
    // conditioned.
    let centring =
      network.hasOutputBias
      ? ColumnCentring(of: rows.inputs, weights: rows.weights, threadLimit: threadLimit)
      : ColumnCentring(ofNothingFor: network.inputCount)
    let means = centring.means
    let objective = objective(means)
    let origin = [Double](repeating: 0, count: network.parameterCount)
    if context.recordsStepLosses {
      var gradient = origin
      log.record(loss: objective.value(at: origin, gradient: &gradient))
    }
    let minimizer = Minimizer(tolerance: tolerance, iterationLimit: iterationLimit) { state in
      let loss =
        state.objective - state.parameters.withView { penalty.value(of: $0, in: network) }
      log.record(loss: loss)
      log.endIteration(state, trainLoss: loss, rowCount: rows.rowCount)
      return context.isCancelled()
    }
    let minimum = try minimum(by: solver, of: objective, means: means, minimizer: minimizer)
    let parameters = uncentred(minimum.parameters, means)
    return log.outcome(
      NetworkModel(kind: kind, network: network, parameters: parameters),
      ending: ending(minimum), stepCount: minimum.iterations,
      constantRowIDs: context.recordsStepLosses ? rows.rowIDs.sorted() : nil,
      solve: SolveReport(
        solver: solver, reason: reason, iterations: minimum.iterations,
        objective: minimum.objective, gradientMaximum: minimum.gradientMaximum))
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

  /// - Parameter fillsNullSpace: See `SoftmaxHessian`.
  func twiceDifferentiable(
    _ objective: any SmoothFunction, _ means: [Double], fillsNullSpace: Bool = true
  ) -> any TwiceDifferentiableFunction {
    (objective as? any TwiceDifferentiableFunction)
      ?? SoftmaxObjective(
        sweep: softmax(means),
        hessian: SoftmaxHessian(
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

/// A softmax regression's objective with its Hessian.
private struct SoftmaxObjective: TwiceDifferentiableFunction {
  let sweep: SoftmaxSweep
  let hessian: SoftmaxHessian

  func value(at parameters: [Double], gradient: inout [Double]) -> Double {
    sweep.value(at: parameters, gradient: &gradient)
  }

  func value(at parameters: [Double], gradient: inout [Double], hessian: inout Matrix) -> Double {
    hessian = self.hessian.matrix(at: parameters)
    return sweep.value(at: parameters, gradient: &gradient)
  }
}
