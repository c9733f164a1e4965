internal import CKernels

/// One thread's part of a pass for the residuals of a linear fit and their products with the rows, without
/// a copy of the rows.
public final class RowDescent {
  private let columnCount: Int
  private let workspace: Workspace<Double>
  private let shift: VectorView<Double>
  private let weights: VectorView<Double>
  private let sum: VectorView<Double>
  /// Σ s·residual².
  public private(set) var square = 0.0

  /// **Shapes** shift, weights [d]
  public init(minus shift: [Double], weights: [Double]) {
    columnCount = weights.count
    let padded = (weights.count + 7) / 8 * 8
    workspace = Workspace(shapes: [(1, padded), (1, padded), (1, padded)])
    self.shift = workspace.matrix(rows: 1, columns: padded).asVector
    self.weights = workspace.matrix(rows: 1, columns: padded).asVector
    sum = workspace.matrix(rows: 1, columns: padded).asVector
    self.shift.assignPrefix(shift)
    self.weights.assignPrefix(weights)
  }

  /// Σ s·residual·(x − shift), [d or more].
  public var negativeGradient: [Double] { sum.copied }

  /// Adds rows, with residuals value − mean − (x − shift)·weights.
  ///
  /// **Shapes** rows [n, d]; values, rowWeights [n]
  public func add(
    _ rows: MatrixView<Double>, values: ArraySlice<Double>, minus mean: Double,
    rowWeights: ArraySlice<Double>?
  ) {
    let n = rows.rowCount
    guard rows.columnCount == columnCount, values.count == n, rowWeights?.count ?? n == n else {
      shapeMismatch("residuals of rows", expected: [n, columnCount], found: [values.count])
    }
    values.withUnsafeBufferPointer { values in
      func descent(_ rowWeights: UnsafePointer<Double>?) -> Double {
        kernel_rows_descent(
          n, columnCount, rows.base, rows.stride, shift.base, weights.base, values.baseAddress,
          mean, rowWeights, sum.base)
      }
      square += rowWeights?.withUnsafeBufferPointer { descent($0.baseAddress) } ?? descent(nil)
    }
  }
}
