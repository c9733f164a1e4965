import LinearAlgebra

/// A step of the limited-memory BFGS method with a line search.
///
/// **Source** Nocedal 1980, two-loop recursion
struct LimitedMemoryBFGS: MinimizerStep {
  /// The number of correction pairs.
  static let memory = 10

  let function: any SmoothFunction
  let scales: [Double]
  /// An approximate inverse Hessian in scaled coordinates, up to a factor; nil is the identity.
  var inverse: (([Double]) -> [Double])?
  /// Limits the first trial step, while there are no correction pairs: at most this l1 norm, and at
  /// most this multiple of the gradient; nil tries the gradient itself.
  var firstStep: Double?
  /// The latest steps with their gradient changes, in scaled coordinates.
  var pairs = [Pair]()

  struct Pair: Sendable {
    let step: [Double]
    let change: [Double]
    /// The inner product of step and change.
    let product: Double

    init(step: [Double], change: [Double]) {
      self.step = step
      self.change = change
      product = dot(step, change)
    }
  }

  mutating func advance(_ state: inout MinimizerState) -> MinimizerProgress {
    let scaled = zip(state.gradient, scales).map { $0 * $1 }
    var direction = direction(scaled)
    var slope = dot(direction, scaled)
    if !(slope < 0) {
      pairs = []
      direction = (inverse?(scaled) ?? scaled).map { -$0 }
      slope = dot(direction, scaled)
    }
    let line = SearchLine(direction: direction, scales: scales, slope: slope)
    let firstStep = pairs.isEmpty ? firstStep(along: direction) : 1
    let step = line.advance(&state, firstStep: firstStep) { [function] _, parameters, gradient in
      function.value(at: parameters, gradient: &gradient)
    }
    guard let step else {
      // No descent is visible above rounding error: once more without correction pairs, then done.
      if pairs.isEmpty { return .noDescent }
      pairs = []
      return .restarted
    }
    let nextScaled = zip(state.gradient, scales).map { $0 * $1 }
    let pair = Pair(
      step: direction.map { $0 * step }, change: zip(nextScaled, scaled).map { $0 - $1 })
    if pair.product > .ulpOfOne * dot(pair.change, pair.change) {
      if pairs.count == Self.memory { pairs.removeFirst() }
      pairs.append(pair)
    }
    return .advanced
  }

  private func firstStep(along direction: [Double]) -> Double {
    guard let firstStep else { return 1 }
    return firstStep * min(1, 1 / direction.reduce(0) { $0 + abs($1) })
  }

  /// Minus the approximate inverse Hessian times the gradient.
  private func direction(_ gradient: [Double]) -> [Double] {
    var q = gradient.map { -$0 }
    var coefficients = [Double](repeating: 0, count: pairs.count)
    for (i, pair) in pairs.enumerated().reversed() {
      coefficients[i] = dot(pair.step, q) / pair.product
      for j in q.indices { q[j] -= coefficients[i] * pair.change[j] }
    }
    if let inverse { q = inverse(q) }
    if let last = pairs.last {
      let factor = last.product / dot(last.change, inverse?(last.change) ?? last.change)
      for j in q.indices { q[j] *= factor }
    }
    for (i, pair) in pairs.enumerated() {
      let coefficient = coefficients[i] - dot(pair.change, q) / pair.product
      for j in q.indices { q[j] += coefficient * pair.step[j] }
    }
    return q
  }
}
