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
    let (n, p) = (problem.rowCount, problem.keptColumns.count)
    return p <= fewColumns || n >= 2 * p
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
    let largest = state.slopes(isFresh: false).reduce(0) { max($0, abs($1)) }
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
