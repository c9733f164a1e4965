import LinearAlgebra

/// A step of the proximal Newton method, for smooth convex functions of few parameters plus l1
/// penalties: coordinate descent on the second-order Taylor polynomial, then a line search.
///
/// **Source** Lee, Sun and Saunders 2014; Friedman, Hastie and Tibshirani 2010 for the coordinates
struct ProximalNewton: MinimizerStep {
  private static let sufficientDecrease = 1e-4
  private static let halvingLimit = 40
  private static let sweepLimit = 1_000
  /// Relative rounding error of a value that is a sum over many rows.
  private static let valueNoise = 1e-14

  private let function: any TwiceDifferentiableFunction
  let scales: [Double]
  /// 0 for parameters without penalty, [p].
  private let penalties: [Double]
  private var hessian: Matrix

  var l1: [Double]? { penalties }

  /// The method at a start, with the state there.
  static func begin(
    at start: [Double], of function: any TwiceDifferentiableFunction, l1: [Double]
  ) -> (step: ProximalNewton, state: MinimizerState) {
    var gradient = [Double](repeating: 0, count: start.count)
    var hessian = Matrix(rowCount: 0, columnCount: 0)
    let value = function.value(at: start, gradient: &gradient, hessian: &hessian)
    return (
      ProximalNewton(function: function, l1: l1, hessian: hessian),
      MinimizerState(parameters: start, value: value, gradient: gradient, passCount: 1)
    )
  }

  private init(function: any TwiceDifferentiableFunction, l1: [Double], hessian: Matrix) {
    self.function = function
    penalties = l1
    self.hessian = hessian
    scales = l1.indices.map { hessian[$0, $0] > 0 ? 1 / hessian[$0, $0].squareRoot() : 1 }
  }

  mutating func advance(_ state: inout MinimizerState) -> MinimizerProgress {
    func penalty(_ x: [Double]) -> Double { OptimalityConditions.penalty(x, l1: penalties) }
    let (x, value, gradient) = (state.parameters, state.value, state.gradient)
    let moments = zip(hessian.times(x), gradient).map { $0 - $1 }
    var model = PenalizedQuadratic(matrix: hessian, moments: moments, l1: penalties, weights: x)
    // More accurate near the optimum: that makes the last steps converge quadratically.
    let fraction = min(0.1, state.relativeGradientNorm)
    model.minimize(
      tolerance: max(0.1 * state.targetGradientNorm, fraction * state.gradientNorm),
      sweepLimit: Self.sweepLimit)
    let direction = zip(model.weights, x).map { $0 - $1 }
    let whole = value + penalty(x)
    let descent =
      zip(direction, gradient).reduce(0) { $0 + $1.0 * $1.1 } + penalty(model.weights)
      - penalty(x)
    var step = 1.0
    for _ in 0..<Self.halvingLimit {
      let next = zip(x, direction).map { $0 + step * $1 }
      var nextGradient = gradient
      var nextHessian = Matrix(rowCount: 0, columnCount: 0)
      state.passCount += 1
      let nextValue = function.value(at: next, gradient: &nextGradient, hessian: &nextHessian)
      let limit = whole + Self.sufficientDecrease * step * min(0, descent)
      if nextValue + penalty(next) <= limit + Self.valueNoise * abs(whole) {
        (state.parameters, state.value, state.gradient) = (next, nextValue, nextGradient)
        hessian = nextHessian
        return .advanced
      }
      step *= 0.5
    }
    return .noDescent
  }
}
