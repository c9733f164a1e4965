internal import CKernels
import COpenBLAS

/// A cache-sized copy of some rows of a tall matrix, shifted, scaled and padded to whole SIMD vectors:
/// every pass over it after the first costs no memory traffic.
///
/// Beside the columns of the matrix it may have extra ones (a response, ones for an intercept).
public final class RowBlock {
  /// Rows that stay in the cache together with a Gram matrix of some hundred columns.
  public static let capacity = 96

  /// Column count above which a block does not fit in the L2 cache, and the blocking of BLAS is faster.
  private static let ownGramLimit = 640

  /// Columns in use: those of the matrix, then the extra ones.
  public let columnCount: Int
  /// Columns with the padding, which holds zeros: the length of weights and sums.
  public let paddedCount: Int
  /// Rows in use.
  public private(set) var rowCount = 0
  let storage: UnsafeMutablePointer<Double>

  /// Room for `capacity` rows.
  public init(columnCount: Int) {
    self.columnCount = columnCount
    paddedCount = (columnCount + 7) / 8 * 8
    let count = max(8, Self.capacity * paddedCount)
    storage = UnsafeMutableRawPointer.allocate(byteCount: count * 8, alignment: 64)
      .bindMemory(to: Double.self, capacity: count)
    storage.initialize(repeating: 0, count: count)
  }

  deinit { storage.deallocate() }

  /// Takes rows of a matrix, each less `shift`, into the first columns.
  ///
  /// **Shapes** source [n, d], n ≤ capacity, d ≤ columnCount; shift [d]
  public func read(_ source: MatrixView<Double>, minus shift: VectorView<Double>) {
    guard source.rowCount <= Self.capacity, source.columnCount <= columnCount,
      shift.count >= source.columnCount
    else {
      shapeMismatch(
        "row block", expected: [Self.capacity, columnCount],
        found: [source.rowCount, source.columnCount])
    }
    rowCount = source.rowCount
    kernel_rows_pack(
      rowCount, source.columnCount, source.base, source.stride, shift.base, storage, paddedCount)
  }

  /// Sets an extra column to one number.
  public func fill(column: Int, with value: Double) {
    for i in 0..<rowCount { storage[i * paddedCount + column] = value }
  }

  /// Sets an extra column to `values`, each less `shift`.
  ///
  /// **Shapes** values [rowCount]
  public func fill(column: Int, with values: ArraySlice<Double>, minus shift: Double) {
    for (i, value) in values.enumerated() { storage[i * paddedCount + column] = value - shift }
  }

  /// A column's numbers.
  public func column(_ column: Int) -> [Double] {
    (0..<rowCount).map { storage[$0 * paddedCount + column] }
  }

  /// Multiplies each row by its factor.
  ///
  /// **Shapes** factors [rowCount or more]
  public func scaleRows(by factors: VectorView<Double>) {
    expect(factors.count >= rowCount, "row factors", rowCount, factors.count)
    kernel_rows_scale(rowCount, storage, paddedCount, factors.base)
  }

  /// products ← rows · weights.
  ///
  /// **Shapes** weights [paddedCount], products [rowCount or more]
  public func multiply(by weights: VectorView<Double>, into products: VectorView<Double>) {
    expect(weights.count == paddedCount, "weights of rows", paddedCount, weights.count)
    expect(products.count >= rowCount, "products of rows", rowCount, products.count)
    kernel_rows_times(rowCount, storage, paddedCount, weights.base, products.base)
  }

  /// sum ← sum + rowsᵀ · factors.
  ///
  /// **Shapes** factors [rowCount or more], sum [paddedCount]
  public func addCombination(of factors: VectorView<Double>, to sum: VectorView<Double>) {
    expect(sum.count == paddedCount, "sum of rows", paddedCount, sum.count)
    expect(factors.count >= rowCount, "factors of rows", rowCount, factors.count)
    kernel_rows_add_combination(rowCount, storage, paddedCount, factors.base, sum.base)
  }

  /// products ← the block's columns in use · weights, for a few outputs at once.
  ///
  /// **Shapes** weights [columnCount, k], products [rowCount or more, k], k a multiple of 4
  public func multiply(by weights: MatrixView<Double>, into products: MatrixView<Double>) {
    let k = weights.stride
    expect(k % 4 == 0 && products.stride == k, "outputs of rows", k, products.stride)
    expect(weights.rowCount == columnCount, "weights of rows", columnCount, weights.rowCount)
    expect(products.rowCount >= rowCount, "products of rows", rowCount, products.rowCount)
    kernel_rows_product(
      rowCount, columnCount, storage, paddedCount, weights.base, k, products.base)
  }

  /// sum ← sum + rowsᵀ · factors, for a few outputs at once.
  ///
  /// **Shapes** factors [rowCount or more, k], sum [paddedCount, k], k a multiple of 4
  public func addCombination(of factors: MatrixView<Double>, to sum: MatrixView<Double>) {
    let k = factors.stride
    expect(k % 4 == 0 && sum.stride == k, "outputs of rows", k, sum.stride)
    expect(sum.rowCount == paddedCount, "sum of rows", paddedCount, sum.rowCount)
    expect(factors.rowCount >= rowCount, "factors of rows", rowCount, factors.rowCount)
    kernel_rows_add_product(rowCount, storage, paddedCount, factors.base, k, sum.base)
  }

  /// gram ← gram + rowsᵀ · rows, in the upper triangle; the lower one is unspecified.
  ///
  /// **Shapes** gram [paddedCount, paddedCount]
  public func addGram(to gram: VectorView<Double>) {
    let p = paddedCount
    expect(gram.count == p * p, "Gram matrix of rows", p * p, gram.count)
    if p <= Self.ownGramLimit, kernel_rows_add_gram(rowCount, storage, p, gram.base) { return }
    cblas_dsyrk(
      CblasRowMajor, CblasUpper, CblasTrans, Int32(p), Int32(rowCount), 1, storage, Int32(p), 1,
      gram.base, Int32(p))
  }

  /// The binary cross entropy of the rows' scores, products + intercept, summed.
  ///
  /// **Shapes** products, classes, weights, residuals, curvatureRoots [rowCount or more];
  /// `residuals` receives the gradient with respect to each score, `curvatureRoots` the root of the second
  /// derivative.
  public func logisticLoss(
    of products: VectorView<Double>, intercept: Double, classes: ArraySlice<Int>,
    weights: ArraySlice<Double>?, smoothing: Double, residuals: VectorView<Double>,
    curvatureRoots: VectorView<Double>
  ) -> Double {
    expect(classes.count == rowCount, "classes of rows", rowCount, classes.count)
    let counts = [
      products.count, residuals.count, curvatureRoots.count, weights?.count ?? rowCount,
    ]
    expect(counts.allSatisfy { $0 >= rowCount }, "numbers of rows", rowCount, counts.min() ?? 0)
    return classes.withUnsafeBufferPointer { classes in
      func loss(_ weights: UnsafePointer<Double>?) -> Double {
        kernel_rows_logistic(
          rowCount, products.base, intercept, classes.baseAddress, weights, smoothing,
          residuals.base, curvatureRoots.base)
      }
      return weights?.withUnsafeBufferPointer { loss($0.baseAddress) } ?? loss(nil)
    }
  }

  private func expect(_ holds: Bool, _ what: String, _ expected: Int, _ found: Int) {
    guard holds else { shapeMismatch(what, expected: [expected], found: [found]) }
  }
}
