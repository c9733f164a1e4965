import LinearAlgebra

/// Minimises a smooth convex function of many parameters by Newton's method, each step found by
/// conjugate gradients only as exactly as it helps.
///
/// **Source** Dembo and Steihaug 1983; Eisenstat and Walker 1996 for the exactness
struct TruncatedNewton {
  private static let productLimit = 250

  let rules: MinimizerRules

  /// Works in coordinates divided by `scales`: best the inverse roots of the second derivatives.
  ///
  /// - Parameters:
  ///   - products: The second derivatives at a point.
  ///   - inverse: An approximate inverse of the second derivatives in those coordinates, up to a
  ///     factor, as preconditioner; nil is the identity.
  func minimum(
    of function: some SmoothFunction, products: ClassifierProducts, from start: [Double],
    scales: [Double], inverse: (([Double]) -> [Double])? = nil
  ) -> Minimum {
    let p = start.count
    var x = start
    var gradient = [Double](repeating: 0, count: p)
    var value = function.value(at: x, gradient: &gradient)
    func size() -> Double { zip(gradient, scales).reduce(0) { max($0, abs($1.0 * $1.1)) } }
    var current = size()
    let target = max(rules.tolerance * current, MinimizerRules.smallestGradient)
    let first = current
    var ending = Minimum.Ending.iterationLimit
    var iteration = 0
    // The shares that products need are a pass of their own.
    var passCount = 1
    while true {
      if current <= target {
        ending = .converged
        break
      }
      if iteration == rules.iterationLimit { break }
      products.move(to: x)
      passCount += 1
      let exactness = max(
        min(0.25, (current / first).squareRoot()), min(0.25, 0.3 * target / current))
      let scaled = zip(gradient, scales).map { $0 * $1 }
      let direction = Self.direction(scaled, exactness: exactness, inverse) { vector in
        passCount += 1
        let product = products.product(with: zip(vector, scales).map { $0 * $1 })
        return zip(product, scales).map { $0 * $1 }
      }
      let slope = zip(direction, scaled).reduce(0) { $0 + $1.0 * $1.1 }
      var next = x
      var nextGradient = gradient
      let accepted =
        slope < 0
        ? LineSearch().acceptedPoint(
          from: LineSearch.Point(step: 0, value: value, slope: slope), firstStep: 1
        ) { step in
          for j in 0..<p { next[j] = x[j] + step * scales[j] * direction[j] }
          passCount += 1
          let value = function.value(at: next, gradient: &nextGradient)
          var slope = 0.0
          for j in 0..<p { slope += direction[j] * scales[j] * nextGradient[j] }
          return (value, slope)
        } : nil
      guard let accepted else {
        // Rounding hides every descent that is left.
        ending = .converged
        break
      }
      iteration += 1
      (x, value, gradient) = (next, accepted.value, nextGradient)
      current = size()
      let state = MinimizerIteration(
        number: iteration, value: value, parameters: x, remainder: current / first,
        passCount: passCount)
      if rules.afterIteration(state) {
        ending = .cancelled
        break
      }
    }
    return Minimum(
      parameters: x, value: value, gradientMaximum: gradient.reduce(0) { max($0, abs($1)) },
      iterations: iteration, passCount: passCount, ending: ending)
  }

  /// About minus the inverse second derivative times the gradient: conjugate gradients until the
  /// residual is that share of the gradient.
  private static func direction(
    _ gradient: [Double], exactness: Double, _ inverse: (([Double]) -> [Double])?,
    product: ([Double]) -> [Double]
  ) -> [Double] {
    let p = gradient.count
    var direction = [Double](repeating: 0, count: p)
    var residual = gradient.map { -$0 }
    var conditioned = inverse?(residual) ?? residual
    var search = conditioned
    var square = dot(residual, conditioned)
    let target = exactness * exactness * square
    for _ in 0..<min(productLimit, 2 * p) {
      let turned = product(search)
      let curvature = dot(search, turned)
      // A direction without curvature: what is found so far must do, or the gradient itself.
      guard curvature > 1e-14 * dot(search, search) else {
        return direction.contains { $0 != 0 } ? direction : search
      }
      let step = square / curvature
      for j in 0..<p {
        direction[j] += step * search[j]
        residual[j] -= step * turned[j]
      }
      conditioned = inverse?(residual) ?? residual
      let next = dot(residual, conditioned)
      if !(next > target) { break }
      let share = next / square
      for j in 0..<p { search[j] = conditioned[j] + share * search[j] }
      square = next
    }
    return direction
  }
}
