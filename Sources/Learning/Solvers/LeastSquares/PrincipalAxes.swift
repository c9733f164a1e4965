import LinearAlgebra

/// Least squares in the coordinates of its inputs' principal axes: one factorisation with which
/// every penalty and every response is solved.
///
/// **Formula** w = Vᵀ·diag(1 / (σ² + l2·Σ s))·V·Xᵀ·y with V·(XᵀX)·Vᵀ = diag(σ²), X and y centred
/// and times the roots of the rows' weights
struct PrincipalAxes {
  /// Squared singular values below this fraction of the largest are too inaccurate in a Gram matrix.
  private static let smallestShare = 1e-6

  let problem: LeastSquaresProblem
  /// V: an axis in each row, over the kept columns, [r, p].
  let vectors: Matrix
  /// σ², falling, [r]; exactly 0 where it does not count towards the rank.
  let squares: [Double]
  /// Nil when the axes are those of the Gram matrix.
  private let decomposition: SingularValueDecomposition?

  /// - Parameter smallestPenalty: The least l2 that will be asked for.
  ///
  /// **Errors** `singular` when no axes can be found
  init(_ problem: LeastSquaresProblem, smallestPenalty: Double) throws(FitError) {
    self.problem = problem
    let p = problem.keptColumns.count
    let isTall = problem.rowCount - (problem.fitsIntercept ? 1 : 0) >= p
    do throws(FactorizationError) {
      if isTall {
        let eigen = try SymmetricEigendecomposition(problem.gram)
        let penalty = smallestPenalty * problem.totalWeight
        let (first, last) = (eigen.values.first ?? 1, eigen.values.last ?? 1)
        if last + penalty >= Self.smallestShare * (first + penalty) {
          vectors = eigen.vectors
          squares = eigen.values.map { max(0, $0) }
          decomposition = nil
          return
        }
      }
      let found = try SingularValueDecomposition(problem.design())
      vectors = found.rightVectors
      squares = found.singularValues.enumerated().map { $0.offset < found.rank ? $0.element : 0 }
        .map { $0 * $0 }
      decomposition = found
    } catch {
      throw .singular(solver: .svd)
    }
  }

  /// What the axes are those of.
  var solver: LinearSolver { decomposition == nil ? .cholesky : .svd }

  /// V·Xᵀ·y, [r], X and y centred and scaled by the square roots of the row weights.
  func responseProducts() -> [Double] {
    guard let decomposition else { return vectors.times(problem.products) }
    let left = decomposition.leftProducts(of: problem.response())
    return zip(left, decomposition.singularValues).map { $0 * $1 }
  }

  /// 1 / (σ² + l2·Σ s), and 0 along axes on which nothing can be said.
  func inverses(l2: Double) -> [Double] {
    squares.map { square in
      let sum = square + l2 * problem.totalWeight
      return square > 0 && sum > 0 ? 1 / sum : 0
    }
  }

  /// The kept columns' weights, [p].
  func weights(products: [Double], l2: Double) -> [Double] {
    let shares = zip(products, inverses(l2: l2)).map { $0 * $1 }
    return shares.isEmpty
      ? [Double](repeating: 0, count: problem.keptColumns.count)
      : vectors.transposedTimes(shares)
  }

  /// Parameters that a fit uses up, the intercept among them.
  func degreesOfFreedom(l2: Double) -> Double {
    zip(squares, inverses(l2: l2)).reduce(problem.fitsIntercept ? 1 : 0) { $0 + $1.0 * $1.1 }
  }
}
