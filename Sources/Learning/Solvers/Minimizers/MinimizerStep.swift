import LinearAlgebra

/// A smooth function of a flat parameter vector.
protocol SmoothFunction {
  /// The value; `gradient` receives the gradient.
  func value(at parameters: [Double], gradient: inout [Double]) -> Double
}

extension FullBatchObjective: SmoothFunction {}

/// A smooth function that can be evaluated together with its Hessian.
protocol TwiceDifferentiableFunction: SmoothFunction {
  /// The value; `gradient` receives the gradient, `hessian` the Hessian, [p, p].
  ///
  /// The Hessian may be an estimate, from a sample of the rows or in single precision.
  func value(at parameters: [Double], gradient: inout [Double], hessian: inout Matrix) -> Double

  /// Makes Hessians more accurate, or exact, from now on; false when they are exact already.
  func refineHessian(toExact: Bool) -> Bool
}

extension TwiceDifferentiableFunction {
  func refineHessian(toExact: Bool) -> Bool { false }
}

/// One iteration of a minimization method, with what the method remembers between iterations.
protocol MinimizerStep {
  associatedtype Failure: Error = Never

  /// The units of the parameters: best the inverse square roots of the Hessian's diagonal.
  var scales: [Double] { get }
  /// The l1 penalty of each parameter; nil for a smooth objective.
  var l1: [Double]? { get }

  /// Moves the state to the next point; counts passes, and leaves iterations and norms to the
  /// minimizer.
  mutating func advance(_ state: inout MinimizerState) throws(Failure) -> MinimizerProgress
}

extension MinimizerStep {
  var l1: [Double]? { nil }
}

/// The result of one step of a minimization method.
enum MinimizerProgress {
  case advanced
  /// The point is the same; the method has dropped approximations that did not lead to a descent.
  case restarted
  /// Any remaining descent is below rounding error.
  case noDescent
}

/// When a point is the minimum of a smooth function plus l1·|w|.
enum OptimalityConditions {
  /// The violation by one coordinate: the gradient's distance from 0, or from [−l1, l1] at a
  /// weight of 0.
  ///
  /// - Parameter gradient: Of the smooth part.
  static func violation(gradient: Double, weight: Double, l1: Double) -> Double {
    if weight > 0 { return abs(gradient + l1) }
    if weight < 0 { return abs(gradient - l1) }
    return gradient.isNaN ? .nan : max(0, abs(gradient) - l1)
  }

  /// The largest violation, each multiplied by its scale.
  static func largestViolation(
    gradient: [Double], weights: [Double], l1: [Double], scales: [Double]
  ) -> Double {
    weights.indices.reduce(0) { largest, j in
      let own = violation(gradient: gradient[j], weight: weights[j], l1: l1[j]) * scales[j]
      return own.isNaN || own > largest ? own : largest
    }
  }

  /// Σ l1·|w|.
  static func penalty(_ weights: [Double], l1: [Double]) -> Double {
    zip(weights, l1).reduce(0) { $0 + abs($1.0) * $1.1 }
  }
}
