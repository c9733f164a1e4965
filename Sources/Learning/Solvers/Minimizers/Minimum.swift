/// Where a minimisation ended.
struct Minimum {
  var parameters: [Double]
  var value: Double
  /// The largest absolute derivative.
  var gradientMaximum: Double
  var iterations: Int
  /// Evaluations of the function, and products with its second derivatives.
  var passCount: Int
  var ending: Ending

  enum Ending {
    case converged
    case iterationLimit
    case cancelled
  }
}

/// Where a minimiser is after an iteration.
struct MinimizerIteration {
  /// From 1.
  var number: Int
  var value: Double
  var parameters: [Double]
  /// The largest derivative, in units of the scales, as a share of the one at the start; with l1
  /// penalties what the optimality conditions leave.
  var remainder: Double
  /// Evaluations of the function so far, and products with its second derivatives.
  var passCount: Int
}

/// A smooth function of a flat vector, as minimisers see it.
protocol SmoothFunction {
  /// The value; `gradient` receives the derivative.
  func value(at parameters: [Double], gradient: inout [Double]) -> Double
}

extension FullBatchObjective: SmoothFunction {}

/// When to stop, and who is told of each iteration and may end it.
struct MinimizerRules {
  /// Converged when the largest derivative, in units of the scales, has fallen to this share of
  /// the one at the start.
  var tolerance: Double
  var iterationLimit: Int
  /// Takes each iteration; true cancels.
  var afterIteration: (MinimizerIteration) -> Bool

  /// Below this a derivative is rounding whatever it started from.
  static let smallestGradient = 1e-15
}
