internal import CKernels

/// The numbers of one step that divides the gradient by the root of its squares' sum or mean.
///
/// **Formula** g′ = g + decay·p, s ← kept·s + added·g′², u = g′ / (√s + ε); with a velocity
/// v ← momentum·v + u and p ← p − rate·v, without one p ← p − rate·u
public struct ScaledStep: Sendable, Hashable {
  public var rate: Double
  public var decay: Double
  public var kept: Double
  public var added: Double
  public var epsilon: Double
  public var momentum: Double

  public init(
    rate: Double, decay: Double, kept: Double, added: Double, epsilon: Double,
    momentum: Double = 0
  ) {
    self.rate = rate
    self.decay = decay
    self.kept = kept
    self.added = added
    self.epsilon = epsilon
    self.momentum = momentum
  }
}

extension UpdateKernels {
  /// Takes the step; without a velocity there is no momentum.
  ///
  /// **Shapes** parameters, gradient, squares, velocity [P]
  public static func scaledStep(
    _ parameters: VectorView<Self>, gradient: VectorView<Self>, squares: VectorView<Self>,
    velocity: VectorView<Self>?, _ step: ScaledStep
  ) {
    let counts = [gradient.count, squares.count, velocity?.count ?? parameters.count]
    guard counts.allSatisfy({ $0 == parameters.count }) else {
      shapeMismatch("buffers of parameters", expected: [parameters.count], found: counts)
    }
    compiled.pointee.scaled_step(
      parameters.count, parameters.base, gradient.base, squares.base, velocity?.base, step.rate,
      step.decay, step.kept, step.added, step.epsilon, step.momentum)
  }
}
