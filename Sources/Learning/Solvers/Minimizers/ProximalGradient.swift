/// Minimises a smooth convex function plus l1 penalties by accelerated gradient steps, each
/// followed by what the penalty takes off.
///
/// **Source** Beck and Teboulle 2009 (FISTA) with backtracking; restarts: O'Donoghue and Candès 2015
struct ProximalGradient {
  /// By so much the bound of the curvature falls after each step: it may be smaller elsewhere.
  private static let relaxation = 0.98
  private static let doublingLimit = 60

  /// Of the optimality conditions: see `MinimizerRules`.
  let rules: MinimizerRules

  /// Works in coordinates divided by `scales`: best the inverse roots of the second derivatives.
  ///
  /// - Parameter l1: Of each coordinate, 0 for free ones, [p].
  func minimum(
    of function: some SmoothFunction, from start: [Double], l1: [Double], scales: [Double]
  ) -> Minimum {
    let p = start.count
    var x = start
    var gradient = [Double](repeating: 0, count: p)
    var value = function.value(at: x, gradient: &gradient)
    var passCount = 1
    var size = OptimalityConditions.largestViolation(
      gradient: gradient, weights: x, l1: l1, scales: scales)
    let reference = zip(gradient, scales).reduce(0) { max($0, abs($1.0 * $1.1)) }
    let target = max(rules.tolerance * reference, MinimizerRules.smallestGradient)
    func penalty(_ x: [Double]) -> Double { zip(x, l1).reduce(0) { $0 + abs($1.0) * $1.1 } }
    /// The point the next step starts from, its value and derivative.
    var (y, yValue, yGradient) = (x, value, gradient)
    var momentum = 1.0
    var bound = 1.0
    var ending = Minimum.Ending.iterationLimit
    var iteration = 0
    while true {
      if size <= target {
        ending = .converged
        break
      }
      if iteration == rules.iterationLimit || !size.isFinite { break }
      var next = x
      var nextGradient = gradient
      var nextValue = value
      bound *= Self.relaxation
      for _ in 0..<Self.doublingLimit {
        var slope = 0.0
        var square = 0.0
        for j in 0..<p {
          let share = scales[j] * scales[j] / bound
          next[j] = Self.shrunken(y[j] - share * yGradient[j], by: share * l1[j])
          let step = next[j] - y[j]
          slope += step * yGradient[j]
          square += step * step / share
        }
        passCount += 1
        nextValue = function.value(at: next, gradient: &nextGradient)
        // Near the end the values' difference is rounding; the slopes' is not.
        var turn = 0.0
        for j in 0..<p { turn += (next[j] - y[j]) * (nextGradient[j] - yGradient[j]) }
        let isBelow = nextValue <= yValue + slope + 0.5 * square
        let isNear = square < 1e-8 * abs(yValue)
        if isNear ? turn <= square : isBelow { break }
        bound *= 2
      }
      iteration += 1
      // Momentum that points uphill has outlived its use.
      var uphill = 0.0
      for j in 0..<p {
        uphill += (y[j] - next[j]) / (scales[j] * scales[j]) * (next[j] - x[j])
      }
      if uphill > 0 { momentum = 1 }
      let nextMomentum = (1 + (1 + 4 * momentum * momentum).squareRoot()) / 2
      let share = (momentum - 1) / nextMomentum
      for j in 0..<p { y[j] = next[j] + share * (next[j] - x[j]) }
      momentum = nextMomentum
      (x, value, gradient) = (next, nextValue, nextGradient)
      if share == 0 {
        (y, yValue, yGradient) = (x, value, gradient)
      } else {
        passCount += 1
        yValue = function.value(at: y, gradient: &yGradient)
      }
      size = OptimalityConditions.largestViolation(
        gradient: gradient, weights: x, l1: l1, scales: scales)
      let state = MinimizerIteration(
        number: iteration, value: value + penalty(x), parameters: x,
        remainder: size / max(reference, .leastNormalMagnitude), passCount: passCount)
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

  private static func shrunken(_ x: Double, by threshold: Double) -> Double {
    x > threshold ? x - threshold : x < -threshold ? x + threshold : x.isNaN ? x : 0
  }
}
