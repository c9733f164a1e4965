internal import CLAPACKE

/// A·P = Q·R with columns taken in the order of what they add: rank, independent columns and
/// least squares.
public struct PivotedQR: Sendable {
  public let rowCount: Int
  public let columnCount: Int
  /// R above the diagonal and the reflectors of Q below, column by column.
  private let factor: [Double]
  private let scales: [Double]
  /// The columns of A in the order in which they were taken.
  public let columnOrder: [Int]

  /// **Errors** `notFinite`
  public init(_ matrix: Matrix) throws(FactorizationError) {
    try self.init(columns: matrix.transposed)
  }

  /// The factorization of the matrix whose columns are the given rows.
  init(columns: Matrix) throws(FactorizationError) {
    let (n, d) = (columns.columnCount, columns.rowCount)
    guard columns.storage.allSatisfy(\.isFinite) else { throw .notFinite }
    var a = columns.storage.array
    var order = [Int32](repeating: 0, count: d)
    var scales = [Double](repeating: 0, count: min(n, d))
    if n > 0, d > 0 {
      let info = LAPACKE_dgeqp3(LAPACK_COL_MAJOR, Int32(n), Int32(d), &a, Int32(n), &order, &scales)
      expectGoodArguments("dgeqp3", info)
    }
    rowCount = n
    columnCount = d
    factor = a
    self.scales = scales
    columnOrder = order.map { Int($0) - 1 }
  }

  /// |R₁₁|, |R₂₂|, …: never rising.
  public var diagonal: [Double] {
    (0..<min(rowCount, columnCount)).map { abs(factor[$0 * rowCount + $0]) }
  }

  /// How many columns are independent: those whose diagonal element is above max(n, d)·ε times
  /// the first one.
  public var rank: Int {
    let diagonal = diagonal
    guard let first = diagonal.first, first > 0 else { return 0 }
    let limit = first * Double(max(rowCount, columnCount)) * Double.ulpOfOne
    return diagonal.firstIndex { $0 <= limit } ?? diagonal.count
  }

  /// The x that makes ‖A·x − b‖ least, for a matrix of full column rank.
  ///
  /// **Shapes** `b` [n] → [d]; nil when the columns are not independent, NaN when `b` is not finite
  public func leastSquaresSolution(of b: [Double]) -> [Double]? {
    guard b.count == rowCount else {
      shapeMismatch("QR solve", expected: [rowCount], found: [b.count])
    }
    guard rank == columnCount else { return nil }
    guard b.allSatisfy(\.isFinite) else { return [Double](repeating: .nan, count: columnCount) }
    var c = b
    let (n, d) = (Int32(rowCount), Int32(columnCount))
    var info = LAPACKE_dormqr(LAPACK_COL_MAJOR, left, transpose, n, 1, d, factor, n, scales, &c, n)
    expectGoodArguments("dormqr", info)
    info = LAPACKE_dtrtrs(LAPACK_COL_MAJOR, upper, plain, plain, d, 1, factor, n, &c, n)
    expectGoodArguments("dtrtrs", info)
    var x = [Double](repeating: 0, count: columnCount)
    for (position, column) in columnOrder.enumerated() { x[column] = c[position] }
    return x
  }
}

extension DenseMatrix where Scalar == Double {
  /// How many rows (or columns) are independent, by pivoted QR.
  ///
  /// **Errors** `notFinite`
  public func rank() throws(FactorizationError) -> Int {
    try PivotedQR(columns: self).rank
  }
}

private let left = CChar(UInt8(ascii: "L"))
private let transpose = CChar(UInt8(ascii: "T"))
private let upper = CChar(UInt8(ascii: "U"))
private let plain = CChar(UInt8(ascii: "N"))
