/// Which solver fits a logistic or softmax regression.
struct ClassifierChoice {
  /// Up to this many parameters Newton's method is quicker than L-BFGS, and more exact.
  private static let newtonLimit = 200

  /// Up to so many columns that can have a weight, second derivatives of a logistic regression pay
  /// under l1; a softmax's, with a block for each pair of classes, only up to the other limit.
  private static let sparseLimit = 1_000

  let network: Network
  let rowCount: Int
  let hasL1: Bool

  /// **Errors** `solverDoesNotFit` when the one asked for cannot take an l1 penalty
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
