import LinearAlgebra

extension ClassifierSolve {
  /// A working set starts with at most so many columns and grows by as many as it has.
  private static let leastGrowth = 32

  /// Solves on the columns whose weights are not 0 or should not be, until none is missing: an l1
  /// penalty leaves few of many.
  func minimumOverWorkingSets(
    of objective: any SmoothFunction, means: [Double], rules: MinimizerRules
  ) -> Minimum {
    let p = network.parameterCount
    let (l1s, scales) = (penalties, bound(means, isDiagonal: true).scales)
    var point = [Double](repeating: 0, count: p)
    var gradient = point
    var value = objective.value(at: point, gradient: &gradient)
    let first = zip(gradient, scales).reduce(0) { max($0, abs($1.0 * $1.1)) }
    let target = max(rules.tolerance * first, MinimizerRules.smallestGradient)
    var iterations = 0
    var passCount = 1
    var ending = Minimum.Ending.iterationLimit
    while iterations < rules.iterationLimit {
      let sizes = (0..<p).map { j in
        let rest = OptimalityConditions.violation(
          derivative: gradient[j], weight: point[j], l1: l1s[j])
        return scales[j] * rest
      }
      if sizes.allSatisfy({ $0 <= target }) {
        ending = .converged
        break
      }
      let columns = workingColumns(point, sizes: sizes, target: target)
      let part = part(columns)
      let places = places(of: columns)
      let (before, passesBefore) = (iterations, passCount)
      let inner = MinimizerRules(
        tolerance: rules.tolerance, iterationLimit: rules.iterationLimit - before
      ) { iteration in
        for (place, parameter) in zip(places, iteration.parameters) { point[place] = parameter }
        var state = iteration
        state.number += before
        state.passCount += passesBefore
        state.parameters = point
        return rules.afterIteration(state)
      }
      let partMeans = columns.map { means[$0] }
      let found = ProximalNewton(rules: inner).minimum(
        of: part.curved(part.objective(partMeans), partMeans, fillsNullSpace: false),
        from: places.map { point[$0] }, l1: part.penalties, firstSize: first)
      iterations += found.iterations
      passCount += found.passCount + 1
      value = objective.value(at: point, gradient: &gradient)
      if case .cancelled = found.ending {
        ending = .cancelled
        break
      }
      if found.iterations == 0 {
        // The violation that is left is rounding.
        ending = .converged
        break
      }
    }
    return Minimum(
      parameters: point, value: value + zip(point, l1s).reduce(0) { $0 + abs($1.0) * $1.1 },
      gradientMaximum: OptimalityConditions.largestViolation(
        gradient: gradient, weights: point, l1: l1s,
        scales: [Double](repeating: 1, count: p)),
      iterations: iterations, passCount: passCount, ending: ending)
  }

  /// Columns with a weight that is not 0, and as many again (the worst first) of those that must
  /// get one.
  private func workingColumns(_ point: [Double], sizes: [Double], target: Double) -> [Int] {
    let (d, unitCount) = (network.inputCount, network.head.unitCount)
    var active = [Int]()
    var missing = [(column: Int, size: Double)]()
    for j in 0..<d {
      let own = (0..<unitCount).map { $0 * d + j }
      if own.contains(where: { point[$0] != 0 }) {
        active.append(j)
      } else if let size = own.map({ sizes[$0] }).max(), size > target {
        missing.append((j, size))
      }
    }
    missing.sort { ($0.size, $1.column) > ($1.size, $0.column) }
    return (active + missing.prefix(max(Self.leastGrowth, active.count)).map(\.column)).sorted()
  }

  /// Where the parameters of some columns, then the intercepts, lie among all.
  private func places(of columns: [Int]) -> [Int] {
    let (d, unitCount) = (network.inputCount, network.head.unitCount)
    let weights = (0..<unitCount).flatMap { unit in columns.map { unit * d + $0 } }
    return weights + Array((unitCount * d)..<network.parameterCount)
  }

  /// The same on some of the columns.
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
