/// Where a minimisation ended.
struct Minimum {
  var parameters: [Double]
  var value: Double
  /// The largest absolute derivative.
  var gradientMaximum: Double
  var iterations: Int
  var ending: Ending

  enum Ending {
    case converged
    case iterationLimit
    case cancelled
  }
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
  /// Takes the iteration (from 1), value and parameters; true cancels.
  var afterIteration: (Int, Double, [Double]) -> Bool

  /// Below this a derivative is rounding whatever it started from.
  static let smallestGradient = 1e-15
}
