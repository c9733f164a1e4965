/// A line search for a step that satisfies the weak Wolfe conditions, by bracketing and the secant
/// rule.
///
/// Near the optimum differences of values are below rounding error; there the negativeGradient decide.
///
/// **Source** Hager and Zhang 2005 for the approximate conditions
struct LineSearch {
  private static let sufficientDecrease = 1e-4
  private static let curvature = 0.9
  private static let trialLimit = 40
  /// Relative rounding error of a value that is a sum over many rows.
  private static let valueNoise = 1e-14

  /// Value and slope (directional derivative) at a step.
  struct Point {
    let step: Double
    let value: Double
    let slope: Double
  }

  /// The accepted point; nil when any descent is below rounding error.
  ///
  /// - Parameters:
  ///   - start: Value and slope (below 0) at step 0.
  ///   - trial: Value and slope at a step; the last call is at the accepted step.
  func acceptedPoint(
    from start: Point, firstStep: Double, trial: (Double) -> (value: Double, slope: Double)
  ) -> Point? {
    let noise = Self.valueNoise * abs(start.value)
    var low = start
    var high: Point?
    var step = firstStep
    for _ in 0..<Self.trialLimit {
      let (value, slope) = trial(step)
      let point = Point(step: step, value: value, slope: slope)
      let isLow =
        value <= start.value + Self.sufficientDecrease * step * start.slope
        || value <= start.value + noise
          && slope <= (2 * Self.sufficientDecrease - 1) * start.slope
      if !(value.isFinite && slope.isFinite) || !isLow {
        high = point
      } else if slope < Self.curvature * start.slope {
        low = point
      } else {
        return point
      }
      step = nextStep(low, high)
    }
    return nil
  }

  private func nextStep(_ low: Point, _ high: Point?) -> Double {
    guard let high else { return low.step * 4 + (low.step == 0 ? 1 : 0) }
    let width = high.step - low.step
    guard high.slope.isFinite, high.slope > 0 else { return low.step + 0.5 * width }
    let fraction = -low.slope / (high.slope - low.slope)
    return low.step + min(max(fraction, 0.1), 0.9) * width
  }
}

/// A descent direction with its slope at the start.
struct SearchLine {
  /// In scaled coordinates.
  let direction: [Double]
  let scales: [Double]
  let slope: Double

  /// Moves the state to an accepted point; returns its step, or nil when any descent is below
  /// rounding error.
  ///
  /// - Parameter value: The value at a step and its parameters; receives the gradient.
  func advance(
    _ state: inout MinimizerState, firstStep: Double = 1,
    value: (_ step: Double, _ parameters: [Double], _ gradient: inout [Double]) -> Double
  ) -> Double? {
    let x = state.parameters
    var next = x
    var nextGradient = state.gradient
    let accepted = LineSearch().acceptedPoint(
      from: LineSearch.Point(step: 0, value: state.value, slope: slope), firstStep: firstStep
    ) { step in
      for j in x.indices { next[j] = x[j] + step * scales[j] * direction[j] }
      state.passCount += 1
      let value = value(step, next, &nextGradient)
      var slope = 0.0
      for j in x.indices { slope += direction[j] * scales[j] * nextGradient[j] }
      return (value, slope)
    }
    guard let accepted else { return nil }
    (state.parameters, state.value, state.gradient) = (next, accepted.value, nextGradient)
    return accepted.step
  }
}
