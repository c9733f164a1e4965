/// Finds a step along a direction of descent that lowers a function enough and leaves it flat
/// enough (the weak Wolfe conditions), by bracketing and the secant rule.
///
/// Near the optimum differences of values drown in rounding; there the slopes decide.
///
/// **Source** Hager and Zhang 2005 for the approximate conditions
struct LineSearch {
  private static let sufficientDecrease = 1e-4
  private static let curvature = 0.9
  private static let trialLimit = 40
  /// Relative rounding of a value that is a sum over many rows.
  private static let valueNoise = 1e-14

  /// Value and slope at a step.
  struct Point {
    let step: Double
    let value: Double
    let slope: Double
  }

  /// The point that was accepted; nil when rounding hides every descent.
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
    let share = -low.slope / (high.slope - low.slope)
    return low.step + min(max(share, 0.1), 0.9) * width
  }
}
