import LinearAlgebra

/// One solve of a lasso or elastic net.
struct ElasticNetSolve {
  /// Up to this many columns a Gram matrix costs little whatever the rows.
  private static let fewColumns = 128

  let problem: LeastSquaresProblem
  let l1: Double
  let l2: Double
  let descent: CoordinateDescent

  /// Whether steps on the Gram matrix are cheaper than steps on residuals.
  static func prefersGram(_ problem: LeastSquaresProblem) -> Bool {
    prefersGram(rowCount: problem.rowCount, columnCount: problem.keptColumns.count)
  }

  static func prefersGram(rowCount n: Int, columnCount p: Int) -> Bool {
    p <= fewColumns || n >= 2 * p
  }

  /// From this tolerance on a Gram matrix in single precision will do.
  ///
  /// Its entries' errors, a few 1e-9 of the diagonal's, move the objective that is reported by about
  /// that share, and the weights so little that what they lose to the optimum is of second order.
  static let singleTolerance = 5e-8

  /// Below this reciprocal condition the errors of single precision could be of first order.
  private static let smallestSingleCondition = 1e-4

  static func isWellConditioned(_ gram: Matrix) -> Bool {
    guard let factor = try? CholeskyFactor(gram.scaledToUnitDiagonal().matrix) else { return false }
    return factor.reciprocalCondition >= smallestSingleCondition
  }

  func solution() -> (weights: [Double], ending: CoordinateDescent.Ending, form: String) {
    if Self.prefersGram(problem) {
      var state = problem.gramState()
      let ending = descend(&state)
      return (state.weights, ending, "on the Gram matrix, there are few columns for the rows")
    }
    var state = problem.residualState()
    let ending = descend(&state)
    return (state.weights, ending, "on residuals, there are many columns for the rows")
  }

  /// Through a few larger penalties: from weights of 0 that is quicker than at once.
  private func descend(_ state: inout some CoordinateState) -> CoordinateDescent.Ending {
    let largest = state.negativeGradient(isFresh: false).reduce(0) { max($0, abs($1)) }
    var previous = max(largest, l1)
    var rough = descent
    rough.tolerance = max(1e-3, descent.tolerance)
    var sweepCount = 0
    while previous * 0.5 > l1, previous * 0.5 > largest * 1e-3 {
      let next = previous * 0.5
      let ending = rough.minimise(&state, l1: next, l2: l2, previousL1: previous)
      sweepCount += ending.sweepCount
      previous = next
      if ending.wasCancelled { return ending }
    }
    var ending = descent.minimise(&state, l1: l1, l2: l2, previousL1: previous)
    ending.sweepCount += sweepCount
    return ending
  }
}

extension LeastSquaresProblem {
  /// Without the penalty.
  func gramState() -> GramState {
    if precision == .single, !ElasticNetSolve.isWellConditioned(gram) {
      return inDouble.gramState()
    }
    var gram = gram
    for i in gram.storage.indices { gram.storage[i] /= totalWeight }
    return GramState(
      gram: gram, moments: products.map { $0 / totalWeight },
      responseSquare: responseSquare / totalWeight)
  }

  /// Without the penalty.
  func residualState() -> ResidualState {
    ResidualState(design: design(), response: response(), total: totalWeight)
  }
}
