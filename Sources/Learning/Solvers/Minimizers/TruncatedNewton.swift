import LinearAlgebra

/// A step of Newton's method for smooth convex functions of many parameters, its direction found by
/// conjugate gradients to the accuracy that is useful at the current point.
///
/// **Source** Dembo and Steihaug 1983; Eisenstat and Walker 1996 for the accuracy
struct TruncatedNewton: MinimizerStep {
  private static let productLimit = 250

  let function: any SmoothFunction
  let products: HessianProducts
  let scales: [Double]
  /// An approximate inverse Hessian in scaled coordinates, up to a factor, as preconditioner; nil is
  /// the identity.
  var inverse: (([Double]) -> [Double])?

  mutating func advance(_ state: inout MinimizerState) -> MinimizerProgress {
    // The probabilities that products need are a pass of their own.
    products.move(to: state.parameters)
    state.passCount += 1
    let accuracy = max(
      min(0.25, (state.gradientNorm / state.initialGradientNorm).squareRoot()),
      min(0.25, 0.3 * state.targetGradientNorm / state.gradientNorm))
    let scaled = zip(state.gradient, scales).map { $0 * $1 }
    let direction = direction(scaled, accuracy: accuracy, passCount: &state.passCount)
    let slope = zip(direction, scaled).reduce(0) { $0 + $1.0 * $1.1 }
    guard slope < 0 else { return .noDescent }
    let line = SearchLine(direction: direction, scales: scales, slope: slope)
    let step = line.advance(&state) { [function] _, parameters, gradient in
      function.value(at: parameters, gradient: &gradient)
    }
    return step == nil ? .noDescent : .advanced
  }

  /// Approximately minus the inverse Hessian times the gradient: conjugate gradients until the
  /// residual norm is the fraction `accuracy` of the gradient norm.
  private func direction(
    _ gradient: [Double], accuracy: Double, passCount: inout Int
  ) -> [Double] {
    let p = gradient.count
    var direction = [Double](repeating: 0, count: p)
    var residual = gradient.map { -$0 }
    var conditioned = inverse?(residual) ?? residual
    var search = conditioned
    var square = dot(residual, conditioned)
    let target = accuracy * accuracy * square
    for _ in 0..<min(Self.productLimit, 2 * p) {
      passCount += 1
      let product = products.product(with: zip(search, scales).map { $0 * $1 })
      let turned = zip(product, scales).map { $0 * $1 }
      let curvature = dot(search, turned)
      // Along a direction without curvature: take what is found so far, or the gradient itself.
      guard curvature > 1e-14 * dot(search, search) else {
        return direction.contains { $0 != 0 } ? direction : search
      }
      let step = square / curvature
      for j in 0..<p {
        direction[j] += step * search[j]
        residual[j] -= step * turned[j]
      }
      conditioned = inverse?(residual) ?? residual
      let next = dot(residual, conditioned)
      if !(next > target) { break }
      let ratio = next / square
      for j in 0..<p { search[j] = conditioned[j] + ratio * search[j] }
      square = next
    }
    return direction
  }
}
