import LinearAlgebra

/// One solve of a logistic or softmax regression over all rows.
struct ClassifierSolve {
  let network: Network
  let rows: LabelledRows<Double>
  /// Beside the mean loss.
  let l2: Double
  let smoothing: Double
  let tolerance: Double
  let iterationLimit: Int
  let context: TrainingContext

  func outcome(
    kind: String, solver: LinearSolver, reason: String
  ) throws(FactorizationError) -> TrainingOutcome {
    let start = ContinuousClock.now
    let penalty = Penalty(l1: 0, l2: l2)
    // With a free intercept the centred problem has the same weights and is better conditioned.
    let centring =
      network.hasOutputBias
      ? ColumnCentring(of: rows.inputs, weights: rows.weights)
      : ColumnCentring(ofNothingFor: network.inputCount)
    let centred = rows.with(inputs: centring.centred(rows.inputs))
    let log = IterationLog(
      start: start, rowCount: rows.rowCount, network: network, penalty: penalty,
      context: context)
    let objective = FullBatchObjective(
      network, rows: centred, penalty: penalty, smoothing: smoothing, reduction: .mean)
    let origin = [Double](repeating: 0, count: network.parameterCount)
    if context.recordsStepLosses { log.stepLosses.append(objective.value(at: origin)) }
    let rules = MinimizerRules(tolerance: tolerance, iterationLimit: iterationLimit) {
      log.add(iteration: $0, value: $1, parameters: $2)
    }
    let minimum: Minimum
    if solver == .newton {
      let curvature = ClassifierCurvature(network, rows: centred, l2: l2)
      minimum = try NewtonMethod(rules: rules).minimum(of: objective, from: origin) {
        curvature.matrix(at: $0)
      }
    } else {
      minimum = LimitedMemoryBFGS(rules: rules).minimum(
        of: objective, from: origin, scales: scales(centred.inputs))
    }
    let parameters = uncentred(minimum.parameters, centring.means)
    return TrainingOutcome(
      model: NetworkModel(kind: kind, network: network, parameters: parameters),
      ending: ending(minimum), epochs: log.epochs,
      solve: SolveReport(
        solver: solver.rawValue, reason: reason, iterations: minimum.iterations,
        objective: minimum.value, gradientMaximum: minimum.gradientMaximum),
      stepLosses: log.stepLosses, stepCount: minimum.iterations,
      constantRowIDs: context.recordsStepLosses ? rows.rowIDs.sorted() : nil,
      elapsedSeconds: seconds(since: start))
  }

  private func ending(_ minimum: Minimum) -> TrainingEnding {
    switch minimum.ending {
    case .converged: .converged(iterations: minimum.iterations)
    case .iterationLimit: .iterationLimit(iterations: minimum.iterations)
    case .cancelled: .cancelled(step: minimum.iterations)
    }
  }

  /// The inverse roots of the second derivatives' upper bounds: p·(1 − p) is at most ¼.
  private func scales(_ inputs: Matrix) -> [Double] {
    let weights = rows.weights ?? [Double](repeating: 1, count: rows.rowCount)
    let total = rows.totalWeight
    var squares = [Double](repeating: 0, count: network.inputCount)
    for (i, weight) in weights.enumerated() {
      let row = i * network.inputCount
      for j in squares.indices {
        squares[j] += weight * inputs.storage[row + j] * inputs.storage[row + j]
      }
    }
    let byColumn = squares.map { square in
      let bound = 0.25 * square / total + l2
      return bound > 0 ? 1 / bound.squareRoot() : 1
    }
    let unitCount = network.head.unitCount
    var result = (0..<unitCount).flatMap { _ in byColumn }
    if network.hasOutputBias {
      result += [Double](repeating: 2, count: unitCount)
    }
    return result
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
  let context: TrainingContext
  var epochs = [EpochSummary]()
  var stepLosses = [Double]()

  init(
    start: ContinuousClock.Instant, rowCount: Int, network: Network, penalty: Penalty,
    context: TrainingContext
  ) {
    self.start = start
    self.rowCount = rowCount
    self.network = network
    self.penalty = penalty
    self.context = context
  }

  /// Takes an iteration; true when the training is cancelled.
  func add(iteration: Int, value: Double, parameters: [Double]) -> Bool {
    let loss = value - parameters.withView { penalty.value(of: $0, in: network) }
    let elapsed = seconds(since: start)
    let summary = EpochSummary(
      epoch: iteration, step: iteration, trainLoss: loss, devLoss: nil, devMetric: nil,
      learningRate: nil, gradientNorm: nil,
      rowsPerSecond: Double(rowCount * iteration) / max(1e-9, elapsed), elapsedSeconds: elapsed)
    epochs.append(summary)
    if context.recordsStepLosses { stepLosses.append(loss) }
    context.observe(.epochEnded(summary))
    return context.isCancelled()
  }
}

extension LabelledRows {
  private init(
    inputs: DenseMatrix<Scalar>, targets: Targets, weights: [Double]?, rowIDs: [Int]
  ) {
    self.inputs = inputs
    self.targets = targets
    self.weights = weights
    self.rowIDs = rowIDs
  }

  /// The same rows with other inputs.
  func with(inputs: DenseMatrix<Scalar>) -> LabelledRows {
    LabelledRows(inputs: inputs, targets: targets, weights: weights, rowIDs: rowIDs)
  }
}
