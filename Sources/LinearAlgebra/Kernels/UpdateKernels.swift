internal import CKernels

/// What optimizers and penalties do with a flat buffer of parameters.
///
/// **Shapes** parameters, gradient and each buffer [P]
public protocol UpdateKernels: CompiledKernels {
  /// The steps below for a part of the parameters, so that several threads can each take one.
  static func descend(
    _ parameters: VectorView<Self>, along gradient: VectorView<Self>, rate: Double,
    decay: Double)

  static func descend(
    _ parameters: VectorView<Self>, along gradient: VectorView<Self>, rate: Double,
    decay: Double, momentum: Double, looksAhead: Bool, velocity: VectorView<Self>)

  static func adam(
    _ parameters: VectorView<Self>, gradient: VectorView<Self>, means: VectorView<Self>,
    squares: VectorView<Self>, _ step: AdamStep)

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

extension UpdateKernels {
  public static func descend(
    _ parameters: VectorView<Self>, along gradient: VectorView<Self>, rate: Double,
    decay: Double
  ) {
    checkCount(gradient.count, parameters.count)
    compiled.pointee.descend(parameters.count, parameters.base, gradient.base, rate, decay)
  }

  public static func descend(
    _ parameters: VectorView<Self>, along gradient: VectorView<Self>, rate: Double,
    decay: Double, momentum: Double, looksAhead: Bool, velocity: VectorView<Self>
  ) {
    checkCount(gradient.count, parameters.count)
    checkCount(velocity.count, parameters.count)
    compiled.pointee.momentum(
      parameters.count, parameters.base, gradient.base, velocity.base, rate, decay, momentum,
      looksAhead ? 1 : 0)
  }

  public static func adam(
    _ parameters: VectorView<Self>, gradient: VectorView<Self>, means: VectorView<Self>,
    squares: VectorView<Self>, _ step: AdamStep
  ) {
    checkCount(gradient.count, parameters.count)
    checkCount(means.count, parameters.count)
    checkCount(squares.count, parameters.count)
    compiled.pointee.adam_step(
      parameters.count, parameters.base, gradient.base, means.base, squares.base, step.kernel)
  }

  public static func descend(
    _ parameters: inout [Self], along gradient: [Self], rate: Double, decay: Double
  ) {
    over(&parameters, gradient) { p, g in descend(p, along: g, rate: rate, decay: decay) }
  }

  public static func descend(
    _ parameters: inout [Self], along gradient: [Self], rate: Double, decay: Double,
    momentum: Double, looksAhead: Bool, velocity: inout [Self]
  ) {
    over(&parameters, gradient) { p, g in
      velocity.withMutableView { velocity in
        descend(
          p, along: g, rate: rate, decay: decay, momentum: momentum, looksAhead: looksAhead,
          velocity: velocity)
      }
    }
  }

  public static func adam(
    _ parameters: inout [Self], gradient: [Self], moments: inout [[Self]], _ step: AdamStep
  ) {
    guard moments.count == 2 else {
      shapeMismatch("moments", expected: [2], found: [moments.count])
    }
    over(&parameters, gradient) { p, g in
      moments.withUnsafeMutableBufferPointer { moments in
        moments[0].withMutableView { means in
          moments[1].withMutableView { squares in
            adam(p, gradient: g, means: means, squares: squares, step)
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
    _ body: (VectorView<Self>, VectorView<Self>) -> Void
  ) {
    checkCount(gradient.count, parameters.count)
    if parameters.isEmpty { return }
    parameters.withUnsafeMutableBufferPointer { parameters in
      gradient.withUnsafeBufferPointer { gradient in
        guard let p = parameters.baseAddress, let g = gradient.baseAddress else { return }
        body(
          VectorView(base: p, count: parameters.count),
          VectorView(base: UnsafeMutablePointer(mutating: g), count: gradient.count))
      }
    }
  }

  private static func checkCount(_ found: Int, _ expected: Int) {
    guard found == expected else {
      shapeMismatch("buffer of parameters", expected: [expected], found: [found])
    }
  }
}
