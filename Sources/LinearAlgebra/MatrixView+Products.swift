extension MatrixView where Scalar: BLASScalar {
  /// self ← op(a)·op(b) + β·self, where op transposes when asked to.
  ///
  /// **Shapes** op(a) [m, k], op(b) [k, n], self [m, n]
  @inlinable
  public func assignProduct(
    _ a: MatrixView, _ b: MatrixView, transposingFirst transposesA: Bool = false,
    transposingSecond transposesB: Bool = false, alpha: Scalar = 1, beta: Scalar = 0
  ) {
    let (m, k) = transposesA ? (a.columnCount, a.rowCount) : (a.rowCount, a.columnCount)
    let (k2, n) = transposesB ? (b.columnCount, b.rowCount) : (b.rowCount, b.columnCount)
    guard k == k2 else { shapeMismatch("product", expected: [m, k], found: [k2, n]) }
    expectShape(m, n, "result of a product")
    if m == 0 || n == 0 { return }
    // Only the gradient with respect to the weights is accumulated.
    if alpha == 1, beta == 0 || transposesA, stride >= n,
      SmallProduct.fits(transposesA, transposesB, m: m, n: n, k: k)
    {
      Scalar.smallProduct(
        transposesA, transposesB, m: m, n: n, k: k, a.base, lda: a.stride, b.base,
        ldb: b.stride, beta: beta, base, ldc: stride)
      return
    }
    if alpha == 1, stride >= n,
      TiledProduct.fits(
        transposesA, transposesB, m: m, n: n, k: k, isAlone: BLASThreads.count == 1),
      Scalar.tiledProduct(
        .widest, transposesA, transposesB, m: m, n: n, k: k, a.base, lda: a.stride, b.base,
        ldb: b.stride, beta: beta, base, ldc: stride)
    {
      return
    }
    Scalar.gemm(
      transposesA, transposesB, m: m, n: n, k: k, alpha: alpha, a.base, lda: max(1, a.stride),
      b.base, ldb: max(1, b.stride), beta: beta, base, ldc: stride)
  }

  /// Copies the rows of a matrix with the given positions, in that order.
  ///
  /// **Shapes** self [positions.count, d], source [n, d]
  @inlinable
  public func gather(_ positions: ArraySlice<Int>, from source: DenseMatrix<Scalar>) {
    expectShape(positions.count, source.columnCount, "gathered rows")
    for position in positions where position < 0 || position >= source.rowCount {
      shapeMismatch("gathered row", expected: [source.rowCount], found: [position])
    }
    let size = MemoryLayout<Scalar>.stride
    source.withView { source in
      positions.withUnsafeBufferPointer {
        RowCopy.gather(
          $0, of: source.base, size: source.columnCount * size, to: base, distance: stride * size)
      }
    }
  }

  /// A copy without gaps.
  @inlinable
  public var copied: DenseMatrix<Scalar> {
    var storage = [Scalar]()
    storage.reserveCapacity(rowCount * columnCount)
    for i in 0..<rowCount {
      storage += UnsafeBufferPointer(start: base + i * stride, count: columnCount)
    }
    return DenseMatrix(rowCount: rowCount, columnCount: columnCount, storage: storage)
  }

  /// Sets each element to 0 with probability `share`, else to 1 / (1 − share); one random word serves
  /// two elements.
  @inlinable
  public func fillWithDropoutMask(
    share: Double, using generator: inout some RandomNumberGenerator
  ) {
    let threshold = UInt64(share * 0x1p32)
    let kept = Scalar(1 / (1 - share))
    for i in 0..<rowCount {
      let row = base + i * stride
      for j in Swift.stride(from: 0, to: columnCount, by: 2) {
        let word = generator.next()
        row[j] = word & 0xFFFF_FFFF < threshold ? 0 : kept
        if j + 1 < columnCount { row[j + 1] = word >> 32 < threshold ? 0 : kept }
      }
    }
  }

  /// Sets every element.
  @inlinable
  public func fill(with value: Scalar) {
    for i in 0..<rowCount { (base + i * stride).update(repeating: value, count: columnCount) }
  }
}

extension VectorView where Scalar: BLASScalar {
  /// Sets every element.
  @inlinable
  public func fill(with value: Scalar) { base.update(repeating: value, count: count) }

  /// The sum of squares, accumulated in double.
  @inlinable
  public var sumOfSquares: Double { Scalar.squareSum(count, base) }

  /// self ← self + α·x.
  @inlinable
  public func add(_ x: VectorView, times alpha: Scalar) {
    guard x.count == count else { shapeMismatch("sum", expected: [count], found: [x.count]) }
    Scalar.axpy(count, alpha: alpha, x.base, base)
  }

  /// self ← self + x; returns the sum of squares of the result, accumulated in double.
  @inlinable
  public func addGivingSumOfSquares(_ x: VectorView) -> Double {
    guard x.count == count else { shapeMismatch("sum", expected: [count], found: [x.count]) }
    return Scalar.addGivingSquareSum(count, base, x.base)
  }

  /// The position of the first element that is not a finite number.
  @inlinable
  public var firstNonFinite: Int? { Scalar.firstNonFinite(self) }
}
