/// An accelerated gradient step followed by the proximal operator of l1 penalties (FISTA), with
/// backtracking and restarts.
///
/// **Source** Beck and Teboulle 2009 (FISTA) with backtracking; restarts: O'Donoghue and Candès 2015
struct ProximalGradient: MinimizerStep {
  /// The factor of the Lipschitz estimate after each step: it may be smaller elsewhere.
  private static let relaxation = 0.98
  private static let doublingLimit = 60

  let function: any SmoothFunction
  let scales: [Double]
  /// 0 for parameters without penalty, [p].
  let penalties: [Double]
  /// The extrapolated point that the next step starts from; nil is the state's own.
  private var extrapolated: (parameters: [Double], value: Double, gradient: [Double])?
  private var momentum = 1.0
  /// The estimate of the gradient's Lipschitz constant in scaled coordinates.
  private var lipschitz = 1.0

  var l1: [Double]? { penalties }

  init(function: any SmoothFunction, scales: [Double], l1: [Double]) {
    self.function = function
    self.scales = scales
    penalties = l1
  }

  mutating func advance(_ state: inout MinimizerState) -> MinimizerProgress {
    let x = state.parameters
    let (y, yValue, yGradient) = extrapolated ?? (x, state.value, state.gradient)
    var next = x
    var nextGradient = state.gradient
    var nextValue = state.value
    lipschitz *= Self.relaxation
    for _ in 0..<Self.doublingLimit {
      var slope = 0.0
      var square = 0.0
      for j in x.indices {
        let rate = scales[j] * scales[j] / lipschitz
        next[j] = Self.softThreshold(y[j] - rate * yGradient[j], rate * penalties[j])
        let step = next[j] - y[j]
        slope += step * yGradient[j]
        square += step * step / rate
      }
      state.passCount += 1
      nextValue = function.value(at: next, gradient: &nextGradient)
      // Near the optimum the difference of values is rounding error; that of gradients is not.
      var turn = 0.0
      for j in x.indices { turn += (next[j] - y[j]) * (nextGradient[j] - yGradient[j]) }
      let isBelow = nextValue <= yValue + slope + 0.5 * square
      let isNear = square < 1e-8 * abs(yValue)
      if isNear ? turn <= square : isBelow { break }
      lipschitz *= 2
    }
    // Restart the momentum where it points uphill.
    var uphill = 0.0
    for j in x.indices {
      uphill += (y[j] - next[j]) / (scales[j] * scales[j]) * (next[j] - x[j])
    }
    if uphill > 0 { momentum = 1 }
    let nextMomentum = (1 + (1 + 4 * momentum * momentum).squareRoot()) / 2
    let factor = (momentum - 1) / nextMomentum
    momentum = nextMomentum
    (state.parameters, state.value, state.gradient) = (next, nextValue, nextGradient)
    if factor == 0 {
      extrapolated = nil
    } else {
      var point = y
      for j in x.indices { point[j] = next[j] + factor * (next[j] - x[j]) }
      state.passCount += 1
      var gradient = yGradient
      let value = function.value(at: point, gradient: &gradient)
      extrapolated = (point, value, gradient)
    }
    return .advanced
  }

  private static func softThreshold(_ x: Double, _ threshold: Double) -> Double {
    x > threshold ? x - threshold : x < -threshold ? x + threshold : x.isNaN ? x : 0
  }
}
