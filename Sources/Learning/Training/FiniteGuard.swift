import LinearAlgebra

/// Keeps the last finite parameters of a training without copying them at each step.
///
/// A finite step from finite parameters can only overflow when a number in it is already huge; only
/// then the parameters are copied before the step. Such a training is diverging, so that the time of
/// the copies does not matter.
struct FiniteGuard<Scalar: BLASScalar> {
  private var kept: [Scalar]?

  /// The largest norm of parameters and gradient at which a step is safe: its square times any
  /// plausible number of steps is far below `Float`'s limit of 3.4e38.
  private static var largest: Double { 1e12 }

  /// Called before a step with the norms of parameters and gradient.
  mutating func willStep(
    _ parameters: [Scalar], parameterNorm: Double, gradientNorm: Double, rate: Double
  ) {
    let size = max(parameterNorm, gradientNorm) * max(1, rate)
    kept = size < Self.largest ? nil : parameters
  }

  /// After a step: nil if all parameters are finite, else the parameters before the step and the
  /// position of the first one that is not finite.
  func recovered(from parameters: [Scalar]) -> (parameters: [Scalar], position: Int)? {
    guard let kept, let position = parameters.withView({ $0.firstNonFinite }) else { return nil }
    return (kept, position)
  }
}

extension ParameterLayout {
  /// The name of the tensor at a position of the flat buffer.
  func tensorName(at position: Int) -> String? {
    tensors.first { position >= $0.offset && position < $0.offset + $0.count }?.name
  }
}
