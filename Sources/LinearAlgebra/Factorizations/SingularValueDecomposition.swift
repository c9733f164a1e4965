internal import CLAPACKE

/// A = U·Σ·Vᵀ in its thin form: rank, condition and least squares for any matrix.
public struct SingularValueDecomposition: Sendable {
  public let rowCount: Int
  public let columnCount: Int
  /// Falling, [min(n, d)].
  public let singularValues: [Double]
  /// Uᵀ, [min(n, d), n].
  private let leftVectors: Matrix
  /// Vᵀ, [min(n, d), d].
  public let rightVectors: Matrix

  /// **Errors** `notConverged`, `notFinite`
  public init(_ matrix: Matrix) throws(FactorizationError) {
    let (n, d) = (matrix.rowCount, matrix.columnCount)
    let k = min(n, d)
    guard matrix.storage.allSatisfy(\.isFinite) else { throw .notFinite }
    // Row by row A is, column by column, Aᵀ = V·Σ·Uᵀ: LAPACK's left vectors are V.
    var a = matrix.storage.array
    var values = [Double](repeating: 0, count: k)
    var v = [Double](repeating: 0, count: d * k)
    var ut = [Double](repeating: 0, count: k * n)
    if k > 0 {
      let info = LAPACKE_dgesdd(
        LAPACK_COL_MAJOR, thin, Int32(d), Int32(n), &a, Int32(d), &values, &v, Int32(d), &ut,
        Int32(k))
      expectGoodArguments("dgesdd", info)
      if info > 0 { throw .notConverged }
    }
    rowCount = n
    columnCount = d
    singularValues = values
    rightVectors = Matrix(rowCount: k, columnCount: d, storage: v)
    leftVectors = Matrix(rowCount: n, columnCount: k, storage: ut).transposed
  }

  /// How many singular values are above max(n, d)·ε times the largest.
  public var rank: Int {
    let limit = (singularValues.first ?? 0) * Double(max(rowCount, columnCount)) * .ulpOfOne
    return singularValues.firstIndex { $0 <= limit } ?? singularValues.count
  }

  /// The largest singular value by the smallest that counts towards the rank; nil for zeros.
  public var conditionNumber: Double? {
    rank == 0 ? nil : singularValues[0] / singularValues[rank - 1]
  }

  /// Uᵀ·b.
  ///
  /// **Shapes** `b` [n] → [min(n, d)]
  public func leftProducts(of b: [Double]) -> [Double] { leftVectors.times(b) }

  /// The x of least norm among those that make ‖A·x − b‖² + penalty·‖x‖² least.
  ///
  /// **Shapes** `b` [n] → [d]
  ///
  /// **Formula** V·diag(σ / (σ² + penalty))·Uᵀ·b over the singular values that count
  public func leastSquaresSolution(of b: [Double], penalty: Double = 0) -> [Double] {
    guard b.count == rowCount else {
      shapeMismatch("SVD solve", expected: [rowCount], found: [b.count])
    }
    var x = [Double](repeating: 0, count: columnCount)
    let used = penalty > 0 ? singularValues.count(where: { $0 > 0 }) : rank
    for index in 0..<used {
      let sigma = singularValues[index]
      var share = 0.0
      let left = index * rowCount
      for i in 0..<rowCount { share += leftVectors.storage[left + i] * b[i] }
      share *= sigma / (sigma * sigma + penalty)
      let right = index * columnCount
      for j in 0..<columnCount { x[j] += share * rightVectors.storage[right + j] }
    }
    return x
  }
}

private let thin = CChar(UInt8(ascii: "S"))
