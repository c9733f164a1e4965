import LinearAlgebra

extension ClassifierSolve {
  /// Up to so many parameters all second derivatives at once cost less than working sets.
  private static let wholeLimit = 500

  /// The minimum about the means, from weights of 0, by one of the solvers.
  func minimum(
    by solver: LinearSolver, of objective: any SmoothFunction, means: [Double],
    rules: MinimizerRules
  ) throws(FactorizationError) -> Minimum {
    let origin = [Double](repeating: 0, count: network.parameterCount)
    switch solver {
    case .newton:
      return try NewtonMethod(rules: rules).minimum(of: curved(objective, means), from: origin)
    case .newtonCG:
      let bound = bound(means)
      let products = ClassifierProducts(
        rows, unitCount: network.head.unitCount, means: means,
        hasIntercept: network.hasOutputBias, l2: l2, threadLimit: threadLimit)
      return TruncatedNewton(rules: rules).minimum(
        of: objective, products: products, from: origin, scales: bound.scales,
        inverse: bound.inverse)
    case .coordinateDescent:
      if network.parameterCount <= Self.wholeLimit {
        return ProximalNewton(rules: rules).minimum(
          of: curved(objective, means, fillsNullSpace: false), from: origin, l1: penalties)
      }
      return minimumOverWorkingSets(of: objective, means: means, rules: rules)
    case .proximalGradient:
      return ProximalGradient(rules: rules).minimum(
        of: objective, from: origin, l1: penalties,
        scales: bound(means, isDiagonal: true).scales)
    default:
      let bound = bound(means)
      return LimitedMemoryBFGS(rules: rules).minimum(
        of: objective, from: origin, scales: bound.scales, inverse: bound.inverse)
    }
  }

  /// The l1 of each parameter: none of the intercepts.
  var penalties: [Double] {
    let weightCount = network.inputCount * network.head.unitCount
    return (0..<network.parameterCount).map { $0 < weightCount ? l1 : 0 }
  }

  func bound(_ means: [Double], isDiagonal: Bool = false) -> CurvatureBound {
    CurvatureBound(
      network, rows: rows, means: means, l2: l2, threadLimit: threadLimit, isDiagonal: isDiagonal)
  }
}
