/// What optimizers and penalties do with a flat buffer of parameters.
///
/// **Shapes** parameters, gradient and each buffer [P]
public protocol UpdateKernels: ElementaryScalar {
  /// p ← p − rate·(g + decay·p)
  static func descend(
    _ parameters: inout [Self], along gradient: [Self], rate: Double, decay: Double)

  /// v ← momentum·v + g + decay·p, then p ← p − rate·v, or with a look ahead (Nesterov)
  /// p ← p − rate·(g + decay·p + momentum·v).
  static func descend(
    _ parameters: inout [Self], along gradient: [Self], rate: Double, decay: Double,
    momentum: Double, looksAhead: Bool, velocity: inout [Self])

  /// One step of Adam; `moments` are the running means of the gradient and of its square.
  static func adam(
    _ parameters: inout [Self], gradient: [Self], moments: inout [[Self]], _ step: AdamStep)

  /// g ← g + strength·sign(p), with sign(0) = 0.
  static func addSigns(
    of parameters: VectorView<Self>, times strength: Self, to gradient: VectorView<Self>)

  /// Σ |p|, added up in double.
  static func sumOfMagnitudes(_ parameters: VectorView<Self>) -> Double

  /// The position of the first element that is not a finite number.
  static func firstNonFinite(_ values: VectorView<Self>) -> Int?

  /// x ← x·factor
  static func scale(_ values: inout [Self], by factor: Self)
}

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

extension UpdateKernels {
  public static func descend(
    _ parameters: inout [Self], along gradient: [Self], rate: Double, decay: Double
  ) {
    let (rate, decay) = (Self(rate), Self(decay))
    over(&parameters, gradient) { p, g, count in
      for i in 0..<count { p[i] -= rate * (g[i] + decay * p[i]) }
    }
  }

  public static func descend(
    _ parameters: inout [Self], along gradient: [Self], rate: Double, decay: Double,
    momentum: Double, looksAhead: Bool, velocity: inout [Self]
  ) {
    let (rate, decay, momentum) = (Self(rate), Self(decay), Self(momentum))
    checkCount(velocity.count, parameters.count)
    velocity.withUnsafeMutableBufferPointer { velocity in
      guard let v = velocity.baseAddress else { return }
      over(&parameters, gradient) { p, g, count in
        if looksAhead {
          for i in 0..<count {
            let slope = g[i] + decay * p[i]
            v[i] = momentum * v[i] + slope
            p[i] -= rate * (slope + momentum * v[i])
          }
        } else {
          for i in 0..<count {
            v[i] = momentum * v[i] + (g[i] + decay * p[i])
            p[i] -= rate * v[i]
          }
        }
      }
    }
  }

  public static func adam(
    _ parameters: inout [Self], gradient: [Self], moments: inout [[Self]], _ step: AdamStep
  ) {
    let (beta1, beta2) = (Self(step.beta1), Self(step.beta2))
    // From the exact betas: 1 − 0.999 in float would be wrong in the fifth digit.
    let (rest1, rest2) = (Self(1 - step.beta1), Self(1 - step.beta2))
    let bias1 = 1 - power(step.beta1, step.stepNumber)
    let bias2 = 1 - power(step.beta2, step.stepNumber)
    let rate = Self(step.rate / bias1)
    let rootScale = Self(1 / bias2.squareRoot())
    let (epsilon, decay) = (Self(step.epsilon), Self(step.decay))
    let shrink = Self(1 - step.rate * step.decoupledDecay)
    guard moments.count == 2 else {
      shapeMismatch("moments", expected: [2], found: [moments.count])
    }
    moments.withUnsafeMutableBufferPointer { moments in
      checkCount(moments[0].count, parameters.count)
      checkCount(moments[1].count, parameters.count)
      moments[0].withUnsafeMutableBufferPointer { means in
        moments[1].withUnsafeMutableBufferPointer { squares in
          guard let m = means.baseAddress, let v = squares.baseAddress else { return }
          over(&parameters, gradient) { p, g, count in
            for i in 0..<count {
              let slope = g[i] + decay * p[i]
              m[i] = beta1 * m[i] + rest1 * slope
              v[i] = beta2 * v[i] + rest2 * slope * slope
              p[i] = shrink * p[i] - rate * m[i] / (v[i].squareRoot() * rootScale + epsilon)
            }
          }
        }
      }
    }
  }

  public static func addSigns(
    of parameters: VectorView<Self>, times strength: Self, to gradient: VectorView<Self>
  ) {
    checkCount(gradient.count, parameters.count)
    let (p, g) = (parameters.base, gradient.base)
    for i in 0..<parameters.count {
      let x = p[i]
      g[i] += x > 0 ? strength : (x < 0 ? -strength : 0)
    }
  }

  public static func sumOfMagnitudes(_ parameters: VectorView<Self>) -> Double {
    var sum = 0.0
    for i in 0..<parameters.count { sum += Double(parameters.base[i].magnitude) }
    return sum
  }

  public static func firstNonFinite(_ values: VectorView<Self>) -> Int? {
    // x − x is 0 for finite numbers only; blocks without a branch inside are fast.
    let x = values.base
    for start in stride(from: 0, to: values.count, by: 256) {
      let end = min(values.count, start + 256)
      var badCount = 0
      for i in start..<end { badCount += x[i] - x[i] == 0 ? 0 : 1 }
      if badCount > 0 { return (start..<end).first { !x[$0].isFinite } }
    }
    return nil
  }

  public static func scale(_ values: inout [Self], by factor: Self) {
    values.withUnsafeMutableBufferPointer { values in
      guard let x = values.baseAddress else { return }
      for i in 0..<values.count { x[i] *= factor }
    }
  }

  @inline(__always)
  private static func over(
    _ parameters: inout [Self], _ gradient: [Self],
    _ body: (UnsafeMutablePointer<Self>, UnsafePointer<Self>, Int) -> Void
  ) {
    checkCount(gradient.count, parameters.count)
    parameters.withUnsafeMutableBufferPointer { parameters in
      gradient.withUnsafeBufferPointer { gradient in
        guard let p = parameters.baseAddress, let g = gradient.baseAddress else { return }
        body(p, g, parameters.count)
      }
    }
  }

  private static func checkCount(_ found: Int, _ expected: Int) {
    guard found == expected else {
      shapeMismatch("buffer of parameters", expected: [expected], found: [found])
    }
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
