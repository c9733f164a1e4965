internal import CLAPACKE

/// A symmetric positive definite matrix as L·Lᵀ, ready to solve systems.
public struct CholeskyFactor: Sendable {
  public let order: Int
  /// The factor, column by column, in the lower triangle.
  private let factor: [Double]
  /// An estimate of 1 / (‖A‖₁·‖A⁻¹‖₁): near 0 for a matrix close to singular.
  public let reciprocalCondition: Double

  /// From this order on threads share the work.
  private static let sharedOrder = 512

  /// **Shapes** `matrix` [p, p]; only its upper triangle is read.
  ///
  /// **Errors** `notPositiveDefinite`, `notFinite`
  public init(_ matrix: Matrix) throws(FactorizationError) {
    let p = matrix.rowCount
    guard matrix.columnCount == p else {
      shapeMismatch("Cholesky", expected: [p, p], found: [p, matrix.columnCount])
    }
    // Row by row the upper triangle is, column by column, the lower one.
    var a = matrix.storage.array
    let n = Int32(p)
    guard a.allSatisfy(\.isFinite) else { throw .notFinite }
    // LAPACKE's functions without `_work` search the matrix for NaN each time.
    var workspace = [Double](repeating: 0, count: 3 * max(1, p))
    let norm = LAPACKE_dlansy_work(LAPACK_COL_MAJOR, oneNorm, lower, n, a, max(1, n), &workspace)
    // A small matrix is done before other threads have woken.
    let info =
      p < Self.sharedOrder
      ? BLASThreads.alone { LAPACKE_dpotrf_work(LAPACK_COL_MAJOR, lower, n, &a, max(1, n)) }
      : LAPACKE_dpotrf_work(LAPACK_COL_MAJOR, lower, n, &a, max(1, n))
    expectGoodArguments("dpotrf", info)
    if info > 0 { throw .notPositiveDefinite(order: Int(info)) }
    var reciprocal = 1.0
    if p > 0 {
      var integers = [Int32](repeating: 0, count: p)
      let status = LAPACKE_dpocon_work(
        LAPACK_COL_MAJOR, lower, n, a, n, norm, &reciprocal, &workspace, &integers)
      expectGoodArguments("dpocon", status)
    }
    order = p
    factor = a
    reciprocalCondition = reciprocal
  }

  /// The x with A·x = b.
  ///
  /// **Shapes** `b` [p]
  public func solution(of b: [Double]) -> [Double] { solutions(of: b, count: 1) }

  /// The x with A·x = b for several b, one after the other.
  ///
  /// **Shapes** `b` [count, p]
  public func solutions(of b: [Double], count: Int) -> [Double] {
    guard b.count == order * count else {
      shapeMismatch("Cholesky solve", expected: [count, order], found: [b.count])
    }
    if b.isEmpty { return [] }
    var x = b
    let n = Int32(order)
    // Without LAPACKE's search for NaN, which would be an error here: a NaN gives a solution of NaN.
    let info = LAPACKE_dpotrs_work(LAPACK_COL_MAJOR, lower, n, Int32(count), factor, n, &x, n)
    expectGoodArguments("dpotrs", info)
    return x
  }
}

private let lower = CChar(UInt8(ascii: "L"))
private let oneNorm = CChar(UInt8(ascii: "1"))
