import LinearAlgebra

/// Keeps a training's last finite parameters at hand without copying them at each step.
///
/// A finite step from finite parameters can only overflow when something in it is already huge;
/// only then a copy is taken before the step. Any such training is broken, so the copies cost
/// nothing that matters.
struct FiniteGuard<Scalar: BLASScalar> {
  private var kept: [Scalar]?

  /// Beyond this size of parameters, gradient or rate a step is no longer safe: its square times
  /// any sensible number of steps is far from `Float`'s limit of 3.4e38.
  private static var largest: Double { 1e12 }

  /// Called before a step with the norms of parameters and gradient.
  mutating func willStep(
    _ parameters: [Scalar], parameterNorm: Double, gradientNorm: Double, rate: Double
  ) {
    let size = max(parameterNorm, gradientNorm) * max(1, rate)
    kept = size < Self.largest ? nil : parameters
  }

  /// After a step: nil while all is finite, else the parameters of before and the place of the
  /// first that is not finite.
  func recovered(from parameters: [Scalar]) -> (parameters: [Scalar], position: Int)? {
    guard let kept, let position = parameters.withView({ $0.firstNonFinite }) else { return nil }
    return (kept, position)
  }
}

extension ParameterLayout {
  /// The name of the tensor that a position of the flat buffer belongs to.
  func tensorName(at position: Int) -> String? {
    tensors.first { position >= $0.offset && position < $0.offset + $0.count }?.name
  }
}
