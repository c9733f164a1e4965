/// Minimizes a function by repeating the step of one method until it converges.
struct Minimizer {
  /// Gradient norms below this are rounding error, whatever the initial norm was.
  static let smallestGradientNorm = 1e-15

  /// The ratio of final to initial gradient norm at which the minimization has converged.
  var tolerance: Double
  var iterationLimit: Int
  /// Receives the state after each iteration; true cancels the minimization.
  var afterIteration: (MinimizerState) -> Bool = { _ in false }

  /// The minimum found from an evaluated start.
  ///
  /// - Parameters:
  ///   - initialGradientNorm: The norm that `tolerance` refers to; nil takes the one at `start`.
  ///   - afterStep: Receives state and step after each iteration, also after a cancelled one:
  ///     `minimum(resuming:by:)` continues from them to the same bits.
  func minimum<Step: MinimizerStep>(
    from start: MinimizerState, by step: Step, initialGradientNorm: Double? = nil,
    afterStep: (MinimizerState, Step) -> Void = { _, _ in }
  ) throws(Step.Failure) -> Minimum {
    var state = start
    let smooth = zip(state.gradient, step.scales).reduce(0) { max($0, abs($1.0 * $1.1)) }
    state.initialGradientNorm = initialGradientNorm ?? smooth
    state.targetGradientNorm = max(
      tolerance * state.initialGradientNorm, Self.smallestGradientNorm)
    state.measure(step)
    return try minimum(resuming: state, by: step, afterStep: afterStep)
  }

  /// The minimum found from the state after an earlier iteration.
  func minimum<Step: MinimizerStep>(
    resuming earlier: MinimizerState, by step: Step,
    afterStep: (MinimizerState, Step) -> Void = { _, _ in }
  ) throws(Step.Failure) -> Minimum {
    var (state, step) = (earlier, step)
    var ending: Minimum.Ending?
    while ending == nil {
      if state.gradientNorm <= state.targetGradientNorm {
        ending = .converged
      } else if state.iteration >= iterationLimit || !state.gradientNorm.isFinite {
        ending = .iterationLimit
      } else {
        switch try step.advance(&state) {
        case .noDescent: ending = .converged
        case .restarted: state.measure(step)
        case .advanced:
          state.iteration += 1
          state.measure(step)
          if afterIteration(state) { ending = .cancelled }
          afterStep(state, step)
        }
      }
    }
    return Minimum(state, l1: step.l1, ending: ending ?? .iterationLimit)
  }
}

/// The state of a minimization between two iterations.
struct MinimizerState: Sendable {
  var parameters: [Double]
  /// Of the smooth part of the objective.
  var value: Double
  var gradient: [Double]
  /// The value plus l1 penalties.
  var objective: Double
  /// The number of iterations done.
  var iteration = 0
  /// Evaluations of the function and products with its Hessian so far.
  var passCount: Int
  /// The gradient infinity norm in units of the step's scales; with l1 penalties, the largest
  /// violation of the optimality conditions.
  var gradientNorm = Double.infinity
  var initialGradientNorm = Double.infinity
  /// At or below this norm the minimization has converged.
  var targetGradientNorm = 0.0

  /// From 1 at the start, not monotonically, to the tolerance.
  var relativeGradientNorm: Double {
    gradientNorm / max(initialGradientNorm, .leastNormalMagnitude)
  }

  init(parameters: [Double], value: Double, gradient: [Double], passCount: Int) {
    self.parameters = parameters
    self.value = value
    self.gradient = gradient
    self.passCount = passCount
    objective = value
  }

  /// The state at a point where `function` is evaluated.
  init(at parameters: [Double], of function: any SmoothFunction) {
    var gradient = [Double](repeating: 0, count: parameters.count)
    let value = function.value(at: parameters, gradient: &gradient)
    self.init(parameters: parameters, value: value, gradient: gradient, passCount: 1)
  }

  fileprivate mutating func measure(_ step: some MinimizerStep) {
    let scales = step.scales
    if let l1 = step.l1 {
      gradientNorm = OptimalityConditions.largestViolation(
        gradient: gradient, weights: parameters, l1: l1, scales: scales)
      objective = value + OptimalityConditions.penalty(parameters, l1: l1)
    } else {
      gradientNorm = zip(gradient, scales).reduce(0) { max($0, abs($1.0 * $1.1)) }
      objective = value
    }
  }
}

/// The result of a minimization.
struct Minimum {
  var parameters: [Double]
  /// Including l1 penalties.
  var objective: Double
  /// The gradient infinity norm; with l1 penalties, the largest violation of the optimality
  /// conditions.
  var gradientMaximum: Double
  var iterations: Int
  /// Evaluations of the function and products with its Hessian.
  var passCount: Int
  /// The gradient norm that the tolerance referred to.
  var initialGradientNorm: Double
  var ending: Ending

  enum Ending {
    case converged
    case iterationLimit
    case cancelled
  }

  init(_ state: MinimizerState, l1: [Double]?, ending: Ending) {
    parameters = state.parameters
    objective = state.objective
    gradientMaximum =
      l1.map {
        OptimalityConditions.largestViolation(
          gradient: state.gradient, weights: state.parameters, l1: $0,
          scales: [Double](repeating: 1, count: $0.count))
      } ?? state.gradient.reduce(0) { max($0, abs($1)) }
    iterations = state.iteration
    passCount = state.passCount
    initialGradientNorm = state.initialGradientNorm
    self.ending = ending
  }
}
