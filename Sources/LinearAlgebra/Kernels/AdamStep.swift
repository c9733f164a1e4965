internal import CKernels

/// The numbers of one step of Adam.
public struct AdamStep: Sendable, Hashable {
  public var rate: Double
  public var beta1: Double
  public var beta2: Double
  public var epsilon: Double
  /// Added to the gradient as decay·p.
  public var decay: Double
  /// Shrinks the parameters by rate·decay before the step, past the moments (AdamW).
  public var decoupledDecay: Double
  /// From 1.
  public var stepNumber: Int

  public init(
    rate: Double, beta1: Double, beta2: Double, epsilon: Double, decay: Double,
    decoupledDecay: Double, stepNumber: Int
  ) {
    self.rate = rate
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    self.decay = decay
    self.decoupledDecay = decoupledDecay
    self.stepNumber = stepNumber
  }
}

extension AdamStep {
  /// The factors of the step, from the exact betas: 1 − 0.999 in float would be wrong in the
  /// fifth digit.
  var kernel: kernel_adam {
    let bias1 = 1 - power(beta1, stepNumber)
    let bias2 = 1 - power(beta2, stepNumber)
    return kernel_adam(
      decay: decay, beta1: beta1, rest1: 1 - beta1, beta2: beta2, rest2: 1 - beta2,
      shrink: 1 - rate * decoupledDecay, rate: rate / bias1,
      root_scale: 1 / bias2.squareRoot(), epsilon: epsilon)
  }
}

/// base to a whole power, by squaring; the same bits wherever it runs.
private func power(_ base: Double, _ exponent: Int) -> Double {
  var (result, factor, rest) = (1.0, base, exponent)
  while rest > 0 {
    if rest & 1 == 1 { result *= factor }
    factor *= factor
    rest >>= 1
  }
  return result
}
