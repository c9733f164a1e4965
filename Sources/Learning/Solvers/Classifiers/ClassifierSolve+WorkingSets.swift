import LinearAlgebra

extension ClassifierSolve {
  /// The largest first working set; later ones grow by at most as many columns as they have.
  private static let leastGrowth = 32

  /// The minimum found by solving on the columns whose weights are or should be nonzero, until none
  /// is missing: with an l1 penalty these are few of many.
  func minimumOverWorkingSets(
    of objective: any SmoothFunction, means: [Double], minimizer: Minimizer
  ) -> Minimum {
    let p = network.parameterCount
    let (l1s, scales) = (penalties, bound(means, isDiagonal: true).scales)
    var state = MinimizerState(
      at: [Double](repeating: 0, count: p), of: objective)
    let first = zip(state.gradient, scales).reduce(0) { max($0, abs($1.0 * $1.1)) }
    let target = max(minimizer.tolerance * first, Minimizer.smallestGradientNorm)
    state.initialGradientNorm = first
    var ending = Minimum.Ending.iterationLimit
    while state.iteration < minimizer.iterationLimit {
      let violations = (0..<p).map { j in
        scales[j]
          * OptimalityConditions.violation(
            gradient: state.gradient[j], weight: state.parameters[j], l1: l1s[j])
      }
      if violations.allSatisfy({ $0 <= target }) {
        ending = .converged
        break
      }
      let columns = workingColumns(state.parameters, violations: violations, target: target)
      let part = part(columns)
      let places = places(of: columns)
      let before = state
      let inner = Minimizer(
        tolerance: minimizer.tolerance,
        iterationLimit: minimizer.iterationLimit - before.iteration
      ) { inner in
        var whole = inner
        whole.iteration += before.iteration
        whole.passCount += before.passCount
        whole.parameters = before.parameters
        for (place, parameter) in zip(places, inner.parameters) {
          whole.parameters[place] = parameter
        }
        return minimizer.afterIteration(whole)
      }
      let partMeans = columns.map { means[$0] }
      let (step, start) = ProximalNewton.begin(
        at: places.map { before.parameters[$0] },
        of: part.twiceDifferentiable(
          part.objective(partMeans), partMeans, fillsNullSpace: false), l1: part.penalties)
      let found = inner.minimum(from: start, by: step, initialGradientNorm: first)
      for (place, parameter) in zip(places, found.parameters) {
        state.parameters[place] = parameter
      }
      state.iteration += found.iterations
      state.passCount += found.passCount + 1
      state.value = objective.value(at: state.parameters, gradient: &state.gradient)
      if case .cancelled = found.ending {
        ending = .cancelled
        break
      }
      if found.iterations == 0 {
        // The remaining violation is rounding error.
        ending = .converged
        break
      }
    }
    state.objective = state.value + OptimalityConditions.penalty(state.parameters, l1: l1s)
    return Minimum(state, l1: l1s, ending: ending)
  }

  /// Columns with a nonzero weight, and as many again of those that need one, by violation.
  private func workingColumns(
    _ parameters: [Double], violations: [Double], target: Double
  ) -> [Int] {
    let (d, unitCount) = (network.inputCount, network.head.unitCount)
    var active = [Int]()
    var missing = [(column: Int, violation: Double)]()
    for j in 0..<d {
      let own = (0..<unitCount).map { $0 * d + j }
      if own.contains(where: { parameters[$0] != 0 }) {
        active.append(j)
      } else if let violation = own.map({ violations[$0] }).max(), violation > target {
        missing.append((j, violation))
      }
    }
    missing.sort { ($0.violation, $1.column) > ($1.violation, $0.column) }
    return (active + missing.prefix(max(Self.leastGrowth, active.count)).map(\.column)).sorted()
  }

  /// The positions of the columns' weights, then of the intercepts, among all parameters.
  private func places(of columns: [Int]) -> [Int] {
    let (d, unitCount) = (network.inputCount, network.head.unitCount)
    let weights = (0..<unitCount).flatMap { unit in columns.map { unit * d + $0 } }
    return weights + Array((unitCount * d)..<network.parameterCount)
  }

  /// The same problem on some of the columns.
  private func part(_ columns: [Int]) -> ClassifierSolve {
    let d = network.inputCount
    var storage = [Double]()
    storage.reserveCapacity(rows.rowCount * columns.count)
    for i in 0..<rows.rowCount {
      for j in columns { storage.append(rows.inputs.storage[i * d + j]) }
    }
    let inputs = Matrix(
      rowCount: rows.rowCount, columnCount: columns.count, storage: storage)
    return ClassifierSolve(
      network: Network(
        linearWithInputCount: columns.count, fitsIntercept: network.hasOutputBias,
        head: network.head),
      rows: rows.with(inputs: inputs), l1: l1, l2: l2, smoothing: smoothing,
      tolerance: tolerance, iterationLimit: iterationLimit, context: context,
      threadLimit: threadLimit)
  }
}
