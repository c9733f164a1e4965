internal import CKernels

/// The Gram matrix of rows in single precision: half the time of double, for preconditioners and for
/// solutions that residuals in double precision correct afterwards.
///
/// Numbers are rounded to 24 bits and summed in single over some hundred rows, beyond that in
/// double: entries are good to about 1e-8 of the roots of the diagonal entries they belong to.
/// Numbers outside the range of single precision become infinite, or 0.
///
/// Rows gather in panels of as many columns as a vector has numbers, until there are enough of them
/// for an efficient product, which is added to the caller's sum: one caller at a time.
public final class SinglePanels {
  /// Rows for one product: their panels should stay in the L2 cache; where the sums do not,
  /// fewer passes over the sums are faster.
  private static func capacity(order: Int) -> Int { order <= 256 ? 192 : 288 }

  private let order: Int
  private let capacity: Int
  private let vectors: kernel_vectors
  private let stride: Int
  private let panels: UnsafeMutablePointer<Float>
  private var rowCount = 0

  /// - Parameter order: The padded count of the blocks' columns.
  public init(order: Int, vectors: VectorWidth = .widest) {
    self.order = order
    capacity = Self.capacity(order: order)
    self.vectors = vectors.kernel
    let width = kernel_panel_width(vectors.kernel)
    // A line more than the rows need, so that panels do not start in the same sets of the cache.
    stride = capacity * width + 16
    let count = max(1, (order + width - 1) / width * stride)
    panels = UnsafeMutableRawPointer.allocate(byteCount: count * 4, alignment: 64)
      .bindMemory(to: Float.self, capacity: count)
    panels.initialize(repeating: 0, count: count)
  }

  deinit { panels.deallocate() }

  /// Takes a block's rows, each times its factor, and adds earlier ones to the sum when there is no
  /// room left.
  ///
  /// **Shapes** factors [rows of the block or more]; gram [order, order]
  public func add(
    _ block: RowBlock, scaledBy factors: VectorView<Double>? = nil, to gram: VectorView<Double>
  ) {
    guard block.paddedCount == order, factors.map({ $0.count >= block.rowCount }) ?? true else {
      shapeMismatch("panels", expected: [order], found: [block.paddedCount, factors?.count ?? 0])
    }
    if rowCount + block.rowCount > capacity { finish(gram) }
    kernel_panels_fill(
      vectors, block.rowCount, block.storage, order, factors?.base, rowCount, panels, stride)
    rowCount += block.rowCount
  }

  /// Takes rows straight from their matrix, each less `shift` and times its root; adds those times
  /// their weights to `sums`, and times their responses to `products`, in double.
  ///
  /// **Shapes** rows [n, d], d ≤ order; factors [n or more]; shift, sums, products [order]; gram
  /// [order, order]
  func take(
    _ rows: MatrixView<Double>, minus shift: VectorView<Double>, factors: RowFactors,
    sums: VectorView<Double>, products: VectorView<Double>, to gram: VectorView<Double>
  ) {
    let n = rows.rowCount
    guard (rows.columnCount + 7) / 8 * 8 == order, n <= capacity, shift.count == order,
      sums.count == order, products.count == order, factors.weights.count >= n,
      factors.roots.count >= n, factors.responses.count >= n
    else {
      shapeMismatch("panels of rows", expected: [capacity, order], found: [n, rows.columnCount])
    }
    if rowCount + n > capacity { finish(gram) }
    kernel_panels_take(
      vectors, n, rows.columnCount, rows.base, rows.stride, shift.base,
      kernel_row_factors(
        weights: factors.weights.base, roots: factors.roots.base,
        responses: factors.responses.base), rowCount, panels, stride, sums.base, products.base)
    rowCount += n
  }

  /// Adds what is left; the sum's upper triangle is then complete, the lower one unspecified.
  ///
  /// **Shapes** gram [order, order]
  public func finish(_ gram: VectorView<Double>) {
    guard gram.count == order * order else {
      shapeMismatch("Gram matrix of panels", expected: [order * order], found: [gram.count])
    }
    kernel_panels_add_gram(vectors, rowCount, panels, stride, order, gram.base)
    rowCount = 0
  }
}
