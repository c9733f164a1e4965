/// Minimises a smooth function by a quasi-Newton method that remembers a few steps.
///
/// **Source** Nocedal 1980, two-loop recursion
struct LimitedMemoryBFGS {
  private static let memory = 10

  let rules: MinimizerRules
  /// With no pairs to tell a step's length, the first one tried is at most this long, summed over
  /// the coordinates, and at most this multiple of the derivative; nil tries the derivative itself.
  var firstStep: Double?

  /// Works in coordinates divided by `scales`: best the inverse roots of the second derivatives.
  ///
  /// - Parameter inverse: An approximate inverse of the second derivatives in those coordinates, up
  ///   to a factor, to start from; nil starts from the identity.
  func minimum(
    of function: some SmoothFunction, from start: [Double], scales: [Double],
    inverse: (([Double]) -> [Double])? = nil
  ) -> Minimum {
    let p = start.count
    var x = start
    var gradient = [Double](repeating: 0, count: p)
    var value = function.value(at: x, gradient: &gradient)
    var scaled = Self.product(gradient, scales)
    let target = max(rules.tolerance * Self.maximum(scaled), MinimizerRules.smallestGradient)
    var pairs = [(step: [Double], change: [Double], curvature: Double)]()
    var ending = Minimum.Ending.iterationLimit
    var iteration = 0
    while true {
      if Self.maximum(scaled) <= target {
        ending = .converged
        break
      }
      if iteration == rules.iterationLimit { break }
      var direction = Self.direction(scaled, pairs, inverse)
      var slope = Self.dot(direction, scaled)
      if !(slope < 0) {
        pairs = []
        direction = (inverse?(scaled) ?? scaled).map { -$0 }
        slope = Self.dot(direction, scaled)
      }
      var next = x
      var nextGradient = gradient
      let accepted = LineSearch().acceptedPoint(
        from: LineSearch.Point(step: 0, value: value, slope: slope),
        firstStep: pairs.isEmpty ? firstStep(along: direction) : 1
      ) { step in
        for j in 0..<p { next[j] = x[j] + step * scales[j] * direction[j] }
        let value = function.value(at: next, gradient: &nextGradient)
        var slope = 0.0
        for j in 0..<p { slope += direction[j] * scales[j] * nextGradient[j] }
        return (value, slope)
      }
      guard let accepted else {
        // No descent is left that rounding would show: from fresh directions once, then done.
        if pairs.isEmpty {
          ending = .converged
          break
        }
        pairs = []
        continue
      }
      iteration += 1
      let nextScaled = Self.product(nextGradient, scales)
      let step = direction.map { $0 * accepted.step }
      let change = zip(nextScaled, scaled).map { $0 - $1 }
      let curvature = Self.dot(step, change)
      if curvature > .ulpOfOne * Self.dot(change, change) {
        if pairs.count == Self.memory { pairs.removeFirst() }
        pairs.append((step, change, curvature))
      }
      (x, value, gradient, scaled) = (next, accepted.value, nextGradient, nextScaled)
      if rules.afterIteration(iteration, value, x) {
        ending = .cancelled
        break
      }
    }
    return Minimum(
      parameters: x, value: value, gradientMaximum: Self.maximum(gradient),
      iterations: iteration, ending: ending)
  }

  private func firstStep(along direction: [Double]) -> Double {
    guard let firstStep else { return 1 }
    return firstStep * min(1, 1 / direction.reduce(0) { $0 + abs($1) })
  }

  /// Minus the approximate inverse second derivative times the gradient.
  private static func direction(
    _ gradient: [Double], _ pairs: [(step: [Double], change: [Double], curvature: Double)],
    _ inverse: (([Double]) -> [Double])?
  ) -> [Double] {
    var q = gradient.map { -$0 }
    var shares = [Double](repeating: 0, count: pairs.count)
    for (i, pair) in pairs.enumerated().reversed() {
      shares[i] = dot(pair.step, q) / pair.curvature
      for j in q.indices { q[j] -= shares[i] * pair.change[j] }
    }
    if let inverse { q = inverse(q) }
    if let last = pairs.last {
      let factor = last.curvature / dot(last.change, inverse?(last.change) ?? last.change)
      for j in q.indices { q[j] *= factor }
    }
    for (i, pair) in pairs.enumerated() {
      let share = shares[i] - dot(pair.change, q) / pair.curvature
      for j in q.indices { q[j] += share * pair.step[j] }
    }
    return q
  }

  private static func dot(_ a: [Double], _ b: [Double]) -> Double {
    var sum = 0.0
    for j in a.indices { sum += a[j] * b[j] }
    return sum
  }

  private static func product(_ a: [Double], _ b: [Double]) -> [Double] {
    zip(a, b).map { $0 * $1 }
  }

  private static func maximum(_ a: [Double]) -> Double { a.reduce(0) { max($0, abs($1)) } }
}
