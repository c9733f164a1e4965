internal import CKernels

/// What normalising each row does to a layer: z = (u − mean u) / √(variance u + ε), u = x + b.
///
/// **Source** Ba, Kiros and Hinton 2016, with PyTorch's ε within the root
public struct RowNormalization<Scalar: BLASScalar> {
  /// **Shapes** all [k]
  let bias: VectorView<Scalar>
  let gain: VectorView<Scalar>
  let shift: VectorView<Scalar>

  /// ε, as in PyTorch's LayerNorm.
  public static var epsilon: Double { 1e-5 }

  public init(bias: VectorView<Scalar>, gain: VectorView<Scalar>, shift: VectorView<Scalar>) {
    self.bias = bias
    self.gain = gain
    self.shift = shift
  }

  /// What the way back needs of the way forward.
  public struct Trace {
    /// z, [n, k].
    let normalized: MatrixView<Scalar>
    /// 1 / √(variance u + ε) of each row, [n, 1].
    let inverseDeviations: MatrixView<Scalar>

    public init(normalized: MatrixView<Scalar>, inverseDeviations: MatrixView<Scalar>) {
      self.normalized = normalized
      self.inverseDeviations = inverseDeviations
    }

    /// That of the first `count` rows.
    public func prefix(_ count: Int) -> Trace { rows(0..<count) }

    /// That of some consecutive rows.
    public func rows(_ range: Range<Int>) -> Trace {
      Trace(normalized: normalized.rows(range), inverseDeviations: inverseDeviations.rows(range))
    }
  }

  /// x ← f(gain·z + shift), row by row.
  ///
  /// **Shapes** values [n, k]; `inputs` [n, k] receives gain·z + shift where it is given
  public func activate(
    _ values: MatrixView<Scalar>, _ function: ElementFunction, tracing trace: Trace?,
    keeping inputs: MatrixView<Scalar>?
  ) {
    let (n, k) = (values.rowCount, values.columnCount)
    expectWidth(k)
    trace?.expectShape(n, k)
    inputs?.expectShape(n, k, "kept inputs")
    Scalar.compiled.pointee.normalize(
      function.kernel, n, k, values.base, values.stride, bias.base, gain.base, shift.base,
      Self.epsilon,
      trace?.normalized.base, trace?.normalized.stride ?? 0, trace?.inverseDeviations.base,
      inputs?.base, inputs?.stride ?? 0)
  }

  /// Takes a gradient by gain·z + shift to one by u.
  ///
  /// **Shapes** gradient [n, k]
  public func takeBack(_ gradient: MatrixView<Scalar>, _ trace: Trace) {
    let (n, k) = (gradient.rowCount, gradient.columnCount)
    expectWidth(k)
    trace.expectShape(n, k)
    Scalar.compiled.pointee.normalize_backward(
      n, k, gradient.base, gradient.stride, trace.normalized.base, trace.normalized.stride,
      trace.inverseDeviations.base, gain.base)
  }

  /// Sets the gradient with respect to gain and shift to 0.
  public func clear() {
    gain.fill(with: 0)
    shift.fill(with: 0)
  }

  /// Adds the rows' part of the gradient with respect to gain and shift.
  ///
  /// - Parameter gradient: By gain·z + shift, [n, k].
  public func addSums(of gradient: MatrixView<Scalar>, _ trace: Trace) {
    let (n, k) = (gradient.rowCount, gradient.columnCount)
    expectWidth(k)
    trace.expectShape(n, k)
    Scalar.compiled.pointee.normalize_sums(
      n, k, gradient.base, gradient.stride, trace.normalized.base, trace.normalized.stride,
      gain.base, shift.base)
  }

  private func expectWidth(_ k: Int) {
    guard bias.count == k, gain.count == k, shift.count == k else {
      shapeMismatch(
        "normalisation", expected: [k], found: [bias.count, gain.count, shift.count])
    }
  }
}

extension RowNormalization.Trace {
  fileprivate func expectShape(_ n: Int, _ k: Int) {
    normalized.expectShape(n, k, "normalised rows")
    inverseDeviations.expectShape(n, 1, "deviations of rows")
  }
}
