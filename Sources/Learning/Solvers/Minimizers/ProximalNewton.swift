import LinearAlgebra

/// Minimises a smooth convex function of few parameters plus l1 penalties: coordinate descent on
/// the quadratic that has the function's first two derivatives, then a line search.
///
/// **Source** Lee, Sun and Saunders 2014; Friedman, Hastie and Tibshirani 2010 for the coordinates
struct ProximalNewton {
  private static let sufficientDecrease = 1e-4
  private static let halvingLimit = 40
  private static let sweepLimit = 1_000
  /// Relative rounding of a value that is a sum over many rows.
  private static let valueNoise = 1e-14

  /// Of the optimality conditions: see `MinimizerRules`.
  let rules: MinimizerRules

  /// - Parameters:
  ///   - l1: Of each coordinate, 0 for free ones, [p].
  ///   - firstSize: The scaled derivative of which the tolerance is a share; nil takes the one of
  ///     the smooth part at the start.
  func minimum(
    of function: some CurvedFunction, from start: [Double], l1: [Double], firstSize: Double? = nil
  ) -> Minimum {
    let p = start.count
    var x = start
    var gradient = [Double](repeating: 0, count: p)
    var matrix = Matrix(rowCount: 0, columnCount: 0)
    var value = function.value(at: x, gradient: &gradient, curvature: &matrix)
    var passCount = 1
    let scales = (0..<p).map { matrix[$0, $0] > 0 ? 1 / matrix[$0, $0].squareRoot() : 1 }
    let reference = firstSize ?? zip(gradient, scales).reduce(0) { max($0, abs($1.0 * $1.1)) }
    let target = max(rules.tolerance * reference, MinimizerRules.smallestGradient)
    func size(_ gradient: [Double], _ x: [Double]) -> Double {
      OptimalityConditions.largestViolation(
        gradient: gradient, weights: x, l1: l1, scales: scales)
    }
    func penalty(_ x: [Double]) -> Double { zip(x, l1).reduce(0) { $0 + abs($1.0) * $1.1 } }
    var ending = Minimum.Ending.iterationLimit
    var current = size(gradient, x)
    var iteration = 0
    while true {
      if current <= target {
        ending = .converged
        break
      }
      if iteration == rules.iterationLimit || !current.isFinite { break }
      let moments = zip(matrix.times(x), gradient).map { $0 - $1 }
      var model = PenalizedQuadratic(matrix: matrix, moments: moments, l1: l1, weights: x)
      // The nearer the end, the more exactly: that makes the last steps square the distance.
      let share = min(0.1, current / max(reference, .leastNormalMagnitude))
      model.minimise(tolerance: max(0.1 * target, share * current), sweepLimit: Self.sweepLimit)
      let direction = zip(model.weights, x).map { $0 - $1 }
      let whole = value + penalty(x)
      let descent =
        zip(direction, gradient).reduce(0) { $0 + $1.0 * $1.1 } + penalty(model.weights)
        - penalty(x)
      var step = 1.0
      var isAccepted = false
      for _ in 0..<Self.halvingLimit {
        let next = zip(x, direction).map { $0 + step * $1 }
        var nextGradient = gradient
        var nextMatrix = Matrix(rowCount: 0, columnCount: 0)
        passCount += 1
        let nextValue = function.value(at: next, gradient: &nextGradient, curvature: &nextMatrix)
        let limit = whole + Self.sufficientDecrease * step * min(0, descent)
        if nextValue + penalty(next) <= limit + Self.valueNoise * abs(whole) {
          (x, value, gradient, matrix) = (next, nextValue, nextGradient, nextMatrix)
          isAccepted = true
          break
        }
        step *= 0.5
      }
      if !isAccepted {
        // Rounding hides every descent that is left.
        ending = .converged
        break
      }
      iteration += 1
      current = size(gradient, x)
      let state = MinimizerIteration(
        number: iteration, value: value + penalty(x), parameters: x,
        remainder: current / max(reference, .leastNormalMagnitude), passCount: passCount)
      if rules.afterIteration(state) {
        ending = .cancelled
        break
      }
    }
    let ones = [Double](repeating: 1, count: p)
    return Minimum(
      parameters: x, value: value + penalty(x),
      gradientMaximum: OptimalityConditions.largestViolation(
        gradient: gradient, weights: x, l1: l1, scales: ones),
      iterations: iteration, passCount: passCount, ending: ending)
  }
}
