internal import CKernels

/// A factor of products in which each row has the same bits whatever rows stand beside it.
///
/// A library adds in an order that depends on the number of rows, so that a row predicted alone
/// would differ in its last bits from the same row among others.
public struct RowFactor<Scalar: BLASScalar>: Sendable {
  /// [k, n]
  private let columns: DenseMatrix<Scalar>

  /// The factor bᵀ.
  ///
  /// **Shapes** b [n, k]
  public init(transposing b: MatrixView<Scalar>) {
    let (n, k) = (b.rowCount, b.columnCount)
    var storage = [Scalar](repeating: 0, count: n * k)
    for i in 0..<n {
      for j in 0..<k { storage[j * n + i] = b.base[i * b.stride + j] }
    }
    columns = DenseMatrix(rowCount: k, columnCount: n, storage: storage)
  }

  /// c ← a·bᵀ
  ///
  /// **Shapes** a [m, k], c [m, n]
  public func product(of a: MatrixView<Scalar>, into c: MatrixView<Scalar>) {
    let (m, n, k) = (a.rowCount, columns.columnCount, columns.rowCount)
    guard a.columnCount == k else {
      shapeMismatch("product", expected: [m, k], found: [m, a.columnCount])
    }
    c.expectShape(m, n, "result of a product")
    if m == 0 || n == 0 { return }
    columns.withView { b in
      // The sums of an element run over k in order in both; which of them it is depends on n alone.
      if n >= Self.leastTileWidth, k > 0,
        Scalar.tiledProduct(
          .widest, false, false, m: m, n: n, k: k, a.base, lda: a.stride, b.base, ldb: b.stride,
          beta: 0, c.base, ldc: c.stride)
      {
        return
      }
      Scalar.smallProduct(
        false, false, m: m, n: n, k: k, a.base, lda: a.stride, b.base, ldb: b.stride, beta: 0,
        c.base, ldc: c.stride)
    }
  }

  /// How many terms of a sum over k are added up in order, before that is added to the sum of the terms
  /// before them: what another program must do for the same bits.
  public static func termCount(columnCount n: Int, of k: Int) -> Int {
    n >= leastTileWidth && k > 0 ? kernel_tiles_terms(k) : max(1, k)
  }

  /// The least number of columns of a tile.
  private static var leastTileWidth: Int { 16 }
}
