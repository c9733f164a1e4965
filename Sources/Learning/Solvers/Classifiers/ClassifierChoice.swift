/// The choice of a solver for a logistic or softmax regression.
struct ClassifierChoice {
  /// Up to this many parameters Newton's method is faster and more accurate than L-BFGS.
  private static let newtonLimit = 200

  /// Up to this many columns that can have a nonzero weight, the Hessian of a logistic regression pays
  /// with an l1 penalty; a softmax's, with a block per pair of classes, only up to `newtonLimit`.
  private static let sparseLimit = 1_000

  let network: Network
  let rowCount: Int
  let hasL1: Bool

  /// **Errors** `solverDoesNotFit` when the solver in the spec does not support an l1 penalty
  func solver(
    _ asked: LinearSolver
  ) throws(FitError) -> (solver: LinearSolver, reason: String) {
    switch asked {
    case .auto: return automatic
    case .coordinateDescent, .proximalGradient: break
    default:
      if hasL1 { throw .solverDoesNotFit(solver: asked, reason: "l1 is above 0") }
    }
    return (asked, "asked for")
  }

  private var automatic: (solver: LinearSolver, reason: String) {
    let parameterCount = network.parameterCount
    if hasL1 {
      if network.head.unitCount == 1 {
        // An l1 penalty leaves at most as many columns as there are rows.
        let limit = Self.sparseLimit
        return min(network.inputCount, rowCount) <= limit
          ? (.coordinateDescent, "auto: l1 is above 0, at most \(limit) columns or rows")
          : (.proximalGradient, "auto: l1 is above 0, more than \(limit) columns and rows")
      }
      let limit = Self.newtonLimit
      return parameterCount <= limit
        ? (.coordinateDescent, "auto: l1 is above 0, at most \(limit) parameters")
        : (.proximalGradient, "auto: l1 is above 0, more than \(limit) parameters")
    }
    let limit = Self.newtonLimit
    return parameterCount <= limit
      ? (.newton, "auto: at most \(limit) parameters")
      : (.lbfgs, "auto: more than \(limit) parameters")
  }
}
