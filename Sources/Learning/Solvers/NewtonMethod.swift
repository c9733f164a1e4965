import LinearAlgebra

/// Minimises a convex function of few parameters by Newton's method with a line search.
struct NewtonMethod {
  let rules: MinimizerRules

  /// - Parameter curvature: The matrix of second derivatives, [p, p].
  func minimum(
    of function: some SmoothFunction, from start: [Double], curvature: ([Double]) -> Matrix
  ) throws(FactorizationError) -> Minimum {
    let p = start.count
    var x = start
    var gradient = [Double](repeating: 0, count: p)
    var value = function.value(at: x, gradient: &gradient)
    var target: Double?
    var ending = Minimum.Ending.iterationLimit
    var iteration = 0
    while true {
      let matrix = curvature(x)
      let scales = (0..<p).map { j in
        matrix[j, j] > 0 ? 1 / matrix[j, j].squareRoot() : 1
      }
      let size = zip(gradient, scales).reduce(0) { max($0, abs($1.0 * $1.1)) }
      let limit = target ?? max(rules.tolerance * size, MinimizerRules.smallestGradient)
      target = limit
      if size <= limit {
        ending = .converged
        break
      }
      if iteration == rules.iterationLimit { break }
      let direction = try Self.direction(gradient, matrix, scales: scales)
      let slope = zip(direction, gradient).reduce(0) { $0 + $1.0 * $1.1 }
      var next = x
      var nextGradient = gradient
      let accepted = LineSearch().acceptedPoint(
        from: LineSearch.Point(step: 0, value: value, slope: slope), firstStep: 1
      ) { step in
        for j in 0..<p { next[j] = x[j] + step * direction[j] }
        let value = function.value(at: next, gradient: &nextGradient)
        return (value, zip(direction, nextGradient).reduce(0) { $0 + $1.0 * $1.1 })
      }
      guard let accepted else {
        ending = .converged
        break
      }
      iteration += 1
      (x, value, gradient) = (next, accepted.value, nextGradient)
      if rules.afterIteration(iteration, value, x) {
        ending = .cancelled
        break
      }
    }
    return Minimum(
      parameters: x, value: value, gradientMaximum: gradient.reduce(0) { max($0, abs($1)) },
      iterations: iteration, ending: ending)
  }

  /// The Newton direction; where the curvature is singular, with the least shift of its diagonal
  /// (a power of 10) that makes it definite.
  private static func direction(
    _ gradient: [Double], _ matrix: Matrix, scales: [Double]
  ) throws(FactorizationError) -> [Double] {
    let p = gradient.count
    var scaled = matrix
    for i in 0..<p {
      for j in 0..<p { scaled[i, j] *= scales[i] * scales[j] }
    }
    let right = (0..<p).map { -gradient[$0] * scales[$0] }
    var shift = 0.0
    while true {
      if let factor = try definiteFactor(of: scaled) {
        return zip(factor.solution(of: right), scales).map { $0 * $1 }
      }
      let nextShift = shift == 0 ? 1e-12 : shift * 10
      for j in 0..<p { scaled[j, j] += nextShift - shift }
      shift = nextShift
    }
  }

  /// Nil for a matrix that is not clearly positive definite.
  private static func definiteFactor(
    of matrix: Matrix
  ) throws(FactorizationError) -> CholeskyFactor? {
    do {
      let factor = try CholeskyFactor(matrix)
      return factor.reciprocalCondition > 1e-14 ? factor : nil
    } catch .notPositiveDefinite {
      return nil
    } catch {
      throw error
    }
  }
}
