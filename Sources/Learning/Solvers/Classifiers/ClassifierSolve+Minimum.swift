import LinearAlgebra

extension ClassifierSolve {
  /// Up to this many parameters one full Hessian costs less than working sets.
  private static let fullHessianLimit = 500

  /// The minimum for centred columns, from weights of 0.
  func minimum(
    by solver: LinearSolver, of objective: any SmoothFunction, means: [Double],
    minimizer: Minimizer
  ) throws(FactorizationError) -> Minimum {
    let origin = [Double](repeating: 0, count: network.parameterCount)
    switch solver {
    case .newton:
      let (step, start) = try NewtonMethod.begin(
        at: origin, of: twiceDifferentiable(objective, means))
      return try minimizer.minimum(from: start, by: step)
    case .newtonCG:
      let bound = bound(means)
      let products = HessianProducts(
        rows, unitCount: network.head.unitCount, means: means,
        hasIntercept: network.hasOutputBias, l2: l2, threadLimit: threadLimit)
      return minimizer.minimum(
        from: MinimizerState(at: origin, of: objective),
        by: TruncatedNewton(
          function: objective, products: products, scales: bound.scales, inverse: bound.inverse))
    case .coordinateDescent:
      if network.parameterCount <= Self.fullHessianLimit {
        let (step, start) = ProximalNewton.begin(
          at: origin, of: twiceDifferentiable(objective, means, fillsNullSpace: false),
          l1: penalties)
        return minimizer.minimum(from: start, by: step)
      }
      return minimumOverWorkingSets(of: objective, means: means, minimizer: minimizer)
    case .proximalGradient:
      return minimizer.minimum(
        from: MinimizerState(at: origin, of: objective),
        by: ProximalGradient(
          function: objective, scales: bound(means, isDiagonal: true).scales, l1: penalties))
    default:
      let bound = bound(means)
      return minimizer.minimum(
        from: MinimizerState(at: origin, of: objective),
        by: LimitedMemoryBFGS(
          function: objective, scales: bound.scales, inverse: bound.inverse))
    }
  }

  /// The l1 penalty of each parameter: 0 for intercepts.
  var penalties: [Double] {
    let weightCount = network.inputCount * network.head.unitCount
    return (0..<network.parameterCount).map { $0 < weightCount ? l1 : 0 }
  }

  func bound(_ means: [Double], isDiagonal: Bool = false) -> HessianBound {
    HessianBound(
      network, rows: rows, means: means, l2: l2, threadLimit: threadLimit, isDiagonal: isDiagonal)
  }
}
