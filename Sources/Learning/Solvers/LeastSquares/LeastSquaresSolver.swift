import LinearAlgebra

/// Least squares by Cholesky, QR or singular value decomposition; the report gives the reason.
struct LeastSquaresSolver {
  /// **Shapes** kept weights
  struct Solution {
    var weights: [Double]
    var report: SolveReport
  }

  /// Below this reciprocal condition number of the scaled Gram matrix the normal equations lose more
  /// digits than one refinement restores.
  private static let smallestReciprocalCondition = 1e-10

  /// Below this reciprocal condition number a single-precision Gram matrix neither starts refinement
  /// well nor estimates the condition.
  private static let smallestSingleCondition = 1e-4

  /// The relative error of the weights at which refinement ends.
  private static let refinedShare = 1e-13

  let problem: LeastSquaresProblem

  func solution(by solver: LinearSolver) throws(FitError) -> Solution {
    let asked = "asked for"
    switch solver {
    case .cholesky:
      guard let solution = try cholesky(reason: asked, acceptsBadCondition: true) else {
        throw .singular(solver: solver)
      }
      return solution
    case .qr:
      guard let solution = try qr(reason: asked) else { throw .singular(solver: solver) }
      return solution
    case .svd: return try svd(reason: asked)
    default: return try chosen()
    }
  }

  private func chosen() throws(FitError) -> Solution {
    let d = problem.keptColumns.count
    if problem.rowCount - (problem.fitsIntercept ? 1 : 0) < d {
      return try svd(reason: "auto: fewer rows than columns")
    }
    let reason = "auto: rows ≥ columns and well conditioned"
    if let solution = try cholesky(reason: reason, acceptsBadCondition: false) {
      return solution
    }
    if let solution = try qr(reason: "auto: ill-conditioned, of full rank") { return solution }
    return try svd(reason: "auto: columns depend on each other, so the answer of least norm")
  }

  /// Nil when the normal equations are singular, or too near to it.
  private func cholesky(reason: String, acceptsBadCondition: Bool) throws(FitError) -> Solution? {
    var gram = problem.gram
    let d = gram.rowCount
    for i in gram.storage.indices { gram.storage[i] /= problem.totalWeight }
    for j in 0..<d { gram.storage[j * (d + 1)] += problem.l2 }
    let (scaled, scales) = gram.scaledToUnitDiagonal()
    let isSingle = problem.precision == .single
    func again() throws(FitError) -> Solution? {
      try LeastSquaresSolver(problem: problem.inDouble).cholesky(
        reason: reason, acceptsBadCondition: acceptsBadCondition)
    }
    let factor: CholeskyFactor
    do { factor = try CholeskyFactor(scaled) } catch { return isSingle ? try again() : nil }
    if isSingle, factor.reciprocalCondition < Self.smallestSingleCondition { return try again() }
    let limit = acceptsBadCondition ? Double.ulpOfOne : Self.smallestReciprocalCondition
    guard factor.reciprocalCondition >= limit else { return nil }
    func step(_ direction: [Double]) -> [Double] {
      let scaled = factor.solution(of: zip(direction, scales).map { $0 * $1 })
      return zip(scaled, scales).map { $0 * $1 }
    }
    var weights = step(problem.products.map { $0 / problem.totalWeight })
    // Iterative refinement, with residuals from the rows. A step leaves of the error about the Gram
    // matrix's own error times its condition: after double one step is enough.
    let remaining = (isSingle ? 1e-8 : .ulpOfOne) / factor.reciprocalCondition
    var direction = [Double]()
    var correction = [Double]()
    var objective = 0.0
    var isRefined = false
    for _ in 0..<(isSingle ? 4 : 1) where !isRefined {
      (direction, objective) = problem.descent(at: weights)
      correction = step(direction)
      for j in 0..<d { weights[j] += correction[j] }
      let share = correction.norm / max(weights.norm, .leastNormalMagnitude)
      isRefined = share * remaining <= Self.refinedShare
    }
    if isSingle, !isRefined { return try again() }
    // The objective is a parabola: what the correction does to it needs no other pass.
    let curved = problem.curvature(times: correction)
    var gain = 0.0
    var gradientMaximum = 0.0
    for j in 0..<d {
      gain += correction[j] * (direction[j] - 0.5 * curved[j])
      gradientMaximum = max(gradientMaximum, abs(direction[j] - curved[j]))
    }
    return Solution(
      weights: weights,
      report: SolveReport(
        solver: .cholesky, reason: reason, iterations: 1,
        objective: objective - gain, gradientMaximum: gradientMaximum,
        conditionNumber: d == 0 ? nil : (1 / factor.reciprocalCondition).squareRoot()))
  }

  /// Nil when the columns depend on each other.
  private func qr(reason: String) throws(FitError) -> Solution? {
    let d = problem.keptColumns.count
    let rows = problem.design().transposed
    let norms = (0..<d).map { j in
      rows.row(j).reduce(problem.l2 * problem.totalWeight) { $0 + $1 * $1 }.squareRoot()
    }
    // Columns of one length: the rank must not depend on units. With a penalty the unit vectors
    // times √(l2·Σ weights) stand below the rows.
    let hasPenalty = problem.l2 > 0
    let root = (problem.l2 * problem.totalWeight).squareRoot()
    let n = problem.rowCount
    let height = hasPenalty ? n + d : n
    var storage = [Double]()
    storage.reserveCapacity(d * height)
    for j in 0..<d {
      storage += rows.row(j).map { $0 / norms[j] }
      if hasPenalty { storage += (0..<d).map { $0 == j ? root / norms[j] : 0 } }
    }
    let stacked = Matrix(rowCount: d, columnCount: height, storage: storage).transposed
    let response = problem.response() + [Double](repeating: 0, count: height - n)
    let factor: PivotedQR
    do { factor = try PivotedQR(stacked) } catch { throw .singular(solver: .qr) }
    guard height >= d, let scaled = factor.leastSquaresSolution(of: response) else { return nil }
    let diagonal = factor.diagonal
    let condition = diagonal.last.map { diagonal[0] / $0 }
    return solution(zip(scaled, norms).map { $0 / $1 }, .qr, reason, conditionNumber: condition)
  }

  private func svd(reason: String) throws(FitError) -> Solution {
    let factor: SingularValueDecomposition
    do { factor = try SingularValueDecomposition(problem.design()) } catch {
      throw .singular(solver: .svd)
    }
    let weights = factor.leastSquaresSolution(
      of: problem.response(), penalty: problem.l2 * problem.totalWeight)
    return solution(weights, .svd, reason, conditionNumber: factor.conditionNumber)
  }

  private func solution(
    _ weights: [Double], _ solver: LinearSolver, _ reason: String, conditionNumber: Double?
  ) -> Solution {
    let (direction, objective) = problem.descent(at: weights)
    return Solution(
      weights: weights,
      report: SolveReport(
        solver: solver, reason: reason, iterations: 1, objective: objective,
        gradientMaximum: direction.map(abs).max() ?? 0, conditionNumber: conditionNumber))
  }
}
