import LinearAlgebra

/// A step of Newton's method with a line search, for convex functions of few parameters.
///
/// A Hessian costs several gradients: the factor of an older one is used as long as it still
/// reduces the gradient quickly. Where Hessians are estimates the gradient is exact all the same,
/// and the reduction from step to step shows when the estimates must improve: with an exact Hessian
/// it becomes faster with each step.
struct NewtonMethod: MinimizerStep {
  /// An older Hessian is kept as long as each step reduces the gradient norm to at most this
  /// fraction.
  private static let keptReduction = 0.1

  /// Below this reciprocal condition number estimates miss the directions of least curvature.
  private static let smallestEstimateCondition = 1e-4

  private let function: any TwiceDifferentiableFunction
  private let ones: [Double]
  private var factor: HessianFactor
  /// Whether the factor is that of the Hessian at the current point.
  private var isFresh = true
  /// The ratio of gradient norms after and before the last step.
  private var reduction = 1.0

  var scales: [Double] { factor.scales }

  /// The method at a start, with the state there.
  static func begin(
    at start: [Double], of function: any TwiceDifferentiableFunction
  ) throws(FactorizationError) -> (step: NewtonMethod, state: MinimizerState) {
    var state = MinimizerState(
      parameters: start, value: 0, gradient: [Double](repeating: 0, count: start.count),
      passCount: 0)
    let factor = try factor(of: function, at: &state)
    return (NewtonMethod(function: function, factor: factor), state)
  }

  private init(function: any TwiceDifferentiableFunction, factor: HessianFactor) {
    self.function = function
    self.factor = factor
    ones = [Double](repeating: 1, count: factor.scales.count)
  }

  mutating func advance(
    _ state: inout MinimizerState
  ) throws(FactorizationError) -> MinimizerProgress {
    let normBefore = state.gradientNorm
    let direction = factor.direction(state.gradient)
    let slope = zip(direction, state.gradient).reduce(0) { $0 + $1.0 * $1.1 }
    // Whether this step is fast is unknown before; the last one is the best guess.
    let wantsHessian = reduction > Self.keptReduction
    var nextHessian: Matrix?
    let line = SearchLine(direction: direction, scales: ones, slope: slope)
    let step = line.advance(&state) { [function] step, parameters, gradient in
      guard wantsHessian, step == 1 else {
        nextHessian = nil
        return function.value(at: parameters, gradient: &gradient)
      }
      var hessian = Matrix(rowCount: 0, columnCount: 0)
      let value = function.value(at: parameters, gradient: &gradient, hessian: &hessian)
      nextHessian = hessian
      return value
    }
    guard step != nil else {
      let isRefined = function.refineHessian(toExact: true)
      if isFresh, !isRefined { return .noDescent }
      // The older or estimated Hessian may be the cause.
      factor = try Self.factor(of: function, at: &state)
      (isFresh, reduction) = (true, 1)
      return .restarted
    }
    let isFirst = state.iteration == 0
    let previousReduction = reduction
    let norm = factor.norm(of: state.gradient)
    reduction = norm / normBefore
    let isDone = norm <= state.targetGradientNorm
    let isSlow = isFresh && reduction > max(Self.keptReduction, 0.5 * previousReduction)
    isFresh = false
    if !isDone, isSlow, !isFirst, function.refineHessian(toExact: false) {
      (factor, isFresh) = (try Self.factor(of: function, at: &state), true)
    } else if let nextHessian {
      (factor, isFresh) = (try HessianFactor(nextHessian), true)
      if !isDone, factor.reciprocalCondition < Self.smallestEstimateCondition,
        function.refineHessian(toExact: true)
      {
        factor = try Self.factor(of: function, at: &state)
      }
    } else if reduction > Self.keptReduction, !isDone {
      (factor, isFresh) = (try Self.factor(of: function, at: &state), true)
    }
    return .advanced
  }

  /// The Hessian's factor; evaluates the function again, with an exact Hessian where an estimate is
  /// badly conditioned.
  private static func factor(
    of function: any TwiceDifferentiableFunction, at state: inout MinimizerState
  ) throws(FactorizationError) -> HessianFactor {
    var hessian = Matrix(rowCount: 0, columnCount: 0)
    func evaluate() throws(FactorizationError) -> HessianFactor {
      state.passCount += 1
      state.value = function.value(
        at: state.parameters, gradient: &state.gradient, hessian: &hessian)
      return try HessianFactor(hessian)
    }
    let factor = try evaluate()
    guard factor.reciprocalCondition < smallestEstimateCondition,
      function.refineHessian(toExact: true)
    else { return factor }
    return try evaluate()
  }
}

/// A Cholesky factor of a Hessian scaled to a diagonal of ones; of a singular one, with the smallest
/// shift of the diagonal (a power of 10) that makes it positive definite.
struct HessianFactor {
  let scales: [Double]
  private let cholesky: CholeskyFactor

  /// Of the scaled Hessian, with the shift if there is one.
  var reciprocalCondition: Double { cholesky.reciprocalCondition }

  init(_ matrix: Matrix) throws(FactorizationError) {
    let p = matrix.rowCount
    let (unscaled, found) = matrix.scaledToUnitDiagonal()
    var scaled = unscaled
    scales = found
    var shift = 0.0
    while true {
      if let factor = try Self.definiteFactor(of: scaled) {
        cholesky = factor
        return
      }
      let nextShift = shift == 0 ? 1e-12 : shift * 10
      for j in 0..<p { scaled.storage[j * (p + 1)] += nextShift - shift }
      shift = nextShift
    }
  }

  /// The gradient infinity norm in units of the scales.
  func norm(of gradient: [Double]) -> Double {
    zip(gradient, scales).reduce(0) { max($0, abs($1.0 * $1.1)) }
  }

  /// The Newton direction.
  func direction(_ gradient: [Double]) -> [Double] {
    let right = zip(gradient, scales).map { -$0 * $1 }
    return zip(cholesky.solution(of: right), scales).map { $0 * $1 }
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
