import LinearAlgebra

/// Minimises a smooth function by a quasi-Newton method that remembers a few steps.
///
/// **Source** Nocedal 1980, two-loop recursion
struct LimitedMemoryBFGS {
  static let memory = 10

  let rules: MinimizerRules
  /// With no pairs to tell a step's length, the first one tried is at most this long, summed over
  /// the coordinates, and at most this multiple of the derivative; nil tries the derivative itself.
  var firstStep: Double?
  /// Takes the state after each iteration, the one that is cancelled too: with it `minimum(of:goingOnFrom:)` ends
  /// in the same bits as if nothing had been.
  var keep: (State) -> Void = { _ in }

  /// All that is remembered between two iterations.
  struct State: Sendable {
    var parameters: [Double]
    var value: Double
    /// The derivative by the parameters.
    var gradient: [Double]
    /// Iterations done.
    var iteration = 0
    /// The largest scaled derivative that counts as converged.
    let target: Double
    /// The last steps with the changes of the derivative that came of them, in scaled coordinates.
    var pairs = [Pair]()
  }

  struct Pair: Sendable {
    let step: [Double]
    let change: [Double]
    /// step·change.
    let curvature: Double

    init(step: [Double], change: [Double]) {
      self.step = step
      self.change = change
      curvature = dot(step, change)
    }
  }

  /// The state before the first iteration, at a point with this value and derivative.
  func firstState(
    at parameters: [Double], value: Double, gradient: [Double], scales: [Double]
  ) -> State {
    let start = Self.maximum(Self.product(gradient, scales))
    return State(
      parameters: parameters, value: value, gradient: gradient,
      target: max(rules.tolerance * start, MinimizerRules.smallestGradient))
  }

  /// Works in coordinates divided by `scales`: best the inverse roots of the second derivatives.
  ///
  /// - Parameter inverse: An approximate inverse of the second derivatives in those coordinates, up
  ///   to a factor, to start from; nil starts from the identity.
  func minimum(
    of function: some SmoothFunction, from start: [Double], scales: [Double],
    inverse: (([Double]) -> [Double])? = nil
  ) -> Minimum {
    var gradient = [Double](repeating: 0, count: start.count)
    let value = function.value(at: start, gradient: &gradient)
    return minimum(
      of: function,
      goingOnFrom: firstState(at: start, value: value, gradient: gradient, scales: scales),
      scales: scales, inverse: inverse)
  }

  /// The same from a state of the same search.
  func minimum(
    of function: some SmoothFunction, goingOnFrom first: State, scales: [Double],
    inverse: (([Double]) -> [Double])? = nil
  ) -> Minimum {
    let p = first.parameters.count
    var state = first
    var scaled = Self.product(state.gradient, scales)
    let start = max(Self.maximum(scaled), .leastNormalMagnitude)
    var passCount = 1
    var ending = Minimum.Ending.iterationLimit
    while true {
      if Self.maximum(scaled) <= state.target {
        ending = .converged
        break
      }
      if state.iteration >= rules.iterationLimit { break }
      var direction = Self.direction(scaled, state.pairs, inverse)
      var slope = dot(direction, scaled)
      if !(slope < 0) {
        state.pairs = []
        direction = (inverse?(scaled) ?? scaled).map { -$0 }
        slope = dot(direction, scaled)
      }
      let x = state.parameters
      var next = x
      var nextGradient = state.gradient
      let accepted = LineSearch().acceptedPoint(
        from: LineSearch.Point(step: 0, value: state.value, slope: slope),
        firstStep: state.pairs.isEmpty ? firstStep(along: direction) : 1
      ) { step in
        for j in 0..<p { next[j] = x[j] + step * scales[j] * direction[j] }
        passCount += 1
        let value = function.value(at: next, gradient: &nextGradient)
        var slope = 0.0
        for j in 0..<p { slope += direction[j] * scales[j] * nextGradient[j] }
        return (value, slope)
      }
      guard let accepted else {
        // No descent is left that rounding would show: from fresh directions once, then done.
        if state.pairs.isEmpty {
          ending = .converged
          break
        }
        state.pairs = []
        continue
      }
      state.iteration += 1
      let nextScaled = Self.product(nextGradient, scales)
      let pair = Pair(
        step: direction.map { $0 * accepted.step },
        change: zip(nextScaled, scaled).map { $0 - $1 })
      if pair.curvature > .ulpOfOne * dot(pair.change, pair.change) {
        if state.pairs.count == Self.memory { state.pairs.removeFirst() }
        state.pairs.append(pair)
      }
      (state.parameters, state.value, state.gradient) = (next, accepted.value, nextGradient)
      scaled = nextScaled
      let isCancelled = rules.afterIteration(
        MinimizerIteration(
          number: state.iteration, value: state.value, parameters: state.parameters,
          remainder: Self.maximum(scaled) / start, passCount: passCount))
      keep(state)
      if isCancelled {
        ending = .cancelled
        break
      }
    }
    return Minimum(
      parameters: state.parameters, value: state.value,
      gradientMaximum: Self.maximum(state.gradient), iterations: state.iteration,
      passCount: passCount, ending: ending)
  }

  private func firstStep(along direction: [Double]) -> Double {
    guard let firstStep else { return 1 }
    return firstStep * min(1, 1 / direction.reduce(0) { $0 + abs($1) })
  }

  /// Minus the approximate inverse second derivative times the gradient.
  private static func direction(
    _ gradient: [Double], _ pairs: [Pair], _ inverse: (([Double]) -> [Double])?
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

  private static func product(_ a: [Double], _ b: [Double]) -> [Double] {
    zip(a, b).map { $0 * $1 }
  }

  private static func maximum(_ a: [Double]) -> Double { a.reduce(0) { max($0, abs($1)) } }
}
