internal import CLAPACKE
internal import COpenBLAS

extension DenseMatrix {
  /// The transposed matrix.
  public var transposed: DenseMatrix {
    let (n, d) = (rowCount, columnCount)
    var result = ElementStorage<Scalar>(repeating: 0, count: n * d, in: storage.file)
    // Square tiles, so that both sides stay in the cache.
    let tile = 32
    storage.withUnsafeBufferPointer { source in
      result.withUnsafeMutableBufferPointer { target in
        for rowStart in stride(from: 0, to: n, by: tile) {
          for columnStart in stride(from: 0, to: d, by: tile) {
            for i in rowStart..<min(n, rowStart + tile) {
              for j in columnStart..<min(d, columnStart + tile) {
                target[j * n + i] = source[i * d + j]
              }
            }
          }
        }
      }
    }
    return DenseMatrix(rowCount: d, columnCount: n, storage: result)
  }

  /// self · other.
  ///
  /// **Shapes** [n, k]·[k, m] → [n, m]
  public func product(with other: DenseMatrix) -> DenseMatrix {
    guard columnCount == other.rowCount else {
      shapeMismatch(
        "product", expected: [rowCount, columnCount], found: [other.rowCount, other.columnCount])
    }
    var result = DenseMatrix(
      rowCount: rowCount, columnCount: other.columnCount,
      storage: ElementStorage(
        repeating: 0, count: rowCount * other.columnCount, in: storage.file))
    if storage.isEmpty || other.storage.isEmpty { return result }
    let columnCount = other.columnCount
    withView { a in
      other.withView { b in
        result.storage.withMutableView { c in
          c.matrix(at: 0, rows: rowCount, columns: columnCount).assignProduct(a, b)
        }
      }
    }
    return result
  }
}

extension DenseMatrix where Scalar == Double {
  /// Aᵀ·A, or Aᵀ·diag(weights)·A.
  ///
  /// **Shapes** [n, d] → [d, d]; `weights` [n], none below 0
  public func gram(weights: [Double]? = nil) -> Matrix {
    let d = columnCount
    var result = Matrix(rowCount: d, columnCount: d)
    if storage.isEmpty { return result }
    let scaled = weights.map { scalingRows(by: $0.map { $0.squareRoot() }) } ?? self
    scaled.storage.withUnsafeBufferPointer { rows in
      result.storage.withUnsafeMutableBufferPointer { sums in
        cblas_dsyrk(
          CblasRowMajor, CblasUpper, CblasTrans, Int32(d), Int32(rowCount), 1, rows.baseAddress,
          Int32(d), 0, sums.baseAddress, Int32(d))
      }
    }
    for i in 0..<d {
      for j in 0..<i { result.storage[i * d + j] = result.storage[j * d + i] }
    }
    return result
  }

  /// The submatrix of some rows and the same columns.
  ///
  /// **Shapes** [p, p] → [places, places]
  public func part(at places: [Int]) -> Matrix {
    let (p, m) = (columnCount, places.count)
    var result = Matrix(rowCount: m, columnCount: m)
    storage.withUnsafeBufferPointer { source in
      result.storage.withUnsafeMutableBufferPointer { target in
        for (i, row) in places.enumerated() {
          for (j, column) in places.enumerated() { target[i * m + j] = source[row * p + column] }
        }
      }
    }
    return result
  }

  /// A symmetric matrix with rows and columns times scales that make the diagonal 1; where that is
  /// not above 0, the scale is 1.
  ///
  /// **Shapes** [p, p] → [p, p], [p]
  public func scaledToUnitDiagonal() -> (matrix: Matrix, scales: [Double]) {
    let p = rowCount
    var result = self
    let scales = (0..<p).map { j in
      let entry = storage[j * p + j]
      return entry > 0 ? 1 / entry.squareRoot() : 1
    }
    result.storage.withUnsafeMutableBufferPointer { values in
      for i in 0..<p {
        let scale = scales[i]
        for j in 0..<p { values[i * p + j] *= scale * scales[j] }
      }
    }
    return (result, scales)
  }

  /// Each row times its factor.
  ///
  /// **Shapes** `factors` [n]
  public func scalingRows(by factors: [Double]) -> Matrix {
    guard factors.count == rowCount else {
      shapeMismatch("row factors", expected: [rowCount], found: [factors.count])
    }
    var result = self
    let d = columnCount
    result.storage.withUnsafeMutableBufferPointer { values in
      for (i, factor) in factors.enumerated() {
        for j in (i * d)..<((i + 1) * d) { values[j] *= factor }
      }
    }
    return result
  }

  /// A·x.
  ///
  /// **Shapes** [n, d]·[d] → [n]
  public func times(_ x: [Double]) -> [Double] {
    guard x.count == columnCount else {
      shapeMismatch("matrix times vector", expected: [columnCount], found: [x.count])
    }
    var y = [Double](repeating: 0, count: rowCount)
    if storage.isEmpty { return y }
    withView { a in
      cblas_dgemv(
        CblasRowMajor, CblasNoTrans, Int32(rowCount), Int32(columnCount), 1, a.base,
        Int32(columnCount), x, 1, 0, &y, 1)
    }
    return y
  }

  /// Aᵀ·y.
  ///
  /// **Shapes** [n, d]ᵀ·[n] → [d]
  public func transposedTimes(_ y: [Double]) -> [Double] {
    guard y.count == rowCount else {
      shapeMismatch("transposed matrix times vector", expected: [rowCount], found: [y.count])
    }
    var x = [Double](repeating: 0, count: columnCount)
    if storage.isEmpty { return x }
    withView { a in
      cblas_dgemv(
        CblasRowMajor, CblasTrans, Int32(rowCount), Int32(columnCount), 1, a.base,
        Int32(columnCount), y, 1, 0, &x, 1)
    }
    return x
  }

  /// The largest eigenvalue of a symmetric matrix.
  ///
  /// **Shapes** [p, p], p ≥ 1; only the upper triangle is read
  ///
  /// **Errors** `notConverged`, `notFinite`
  public func largestEigenvalue() throws(FactorizationError) -> Double {
    let p = rowCount
    guard p > 0, columnCount == p else {
      shapeMismatch("eigenvalue", expected: [p, p], found: [p, columnCount])
    }
    guard storage.allSatisfy(\.isFinite) else { throw .notFinite }
    var a = storage.array
    var values = [Double](repeating: 0, count: p)
    var foundCount: Int32 = 0
    let n = Int32(p)
    var support: [Int32] = [0, 0]
    let info = LAPACKE_dsyevr(
      LAPACK_COL_MAJOR, CChar(UInt8(ascii: "N")), CChar(UInt8(ascii: "I")),
      CChar(UInt8(ascii: "L")), n, &a, n, 0, 0, n, n, 0, &foundCount, &values, nil, 1, &support)
    expectGoodArguments("dsyevr", info)
    guard info == 0, foundCount == 1 else { throw .notConverged }
    return values[0]
  }
}
