internal import CLAPACKE

/// A symmetric matrix as V·diag(λ)·Vᵀ.
public struct SymmetricEigendecomposition: Sendable {
  /// Falling, [p].
  public let values: [Double]
  /// Vᵀ: an eigenvector of length 1 in each row, in the order of the values, [p, p].
  public let vectors: Matrix

  /// **Shapes** [p, p]; only the upper triangle is read
  ///
  /// **Errors** `notConverged`, `notFinite`
  public init(_ matrix: Matrix) throws(FactorizationError) {
    let p = matrix.rowCount
    guard matrix.columnCount == p else {
      shapeMismatch("eigenvectors", expected: [p, p], found: [p, matrix.columnCount])
    }
    guard matrix.storage.allSatisfy(\.isFinite) else { throw .notFinite }
    var a = matrix.storage.array
    var rising = [Double](repeating: 0, count: p)
    if p > 0 {
      // Row by row the upper triangle is, column by column, the lower one.
      let info = LAPACKE_dsyevd(
        LAPACK_COL_MAJOR, CChar(UInt8(ascii: "V")), CChar(UInt8(ascii: "L")), Int32(p), &a,
        Int32(p), &rising)
      expectGoodArguments("dsyevd", info)
      if info > 0 { throw .notConverged }
    }
    values = rising.reversed()
    // LAPACK's columns are the rows here.
    let rows = Matrix(rowCount: p, columnCount: p, storage: a)
    vectors = rows.rows(at: Array((0..<p).reversed()))
  }
}
