internal import CKernels
internal import COpenBLAS

/// Passes of exact minimisation along each of some coordinates of an elastic net.
///
/// **Objective** ½·wᵀGw − cᵀw + Σ l1_j·|w_j| + ½·l2·Σ p_j·w_j², with p_j the penalised coordinates
public enum CoordinateSweep {
  /// The negative gradient c − G·w, by way of the weights that are not 0.
  ///
  /// **Shapes** gram [p, p] symmetric; moments c, weights [p]
  public static func descent(_ gram: Matrix, moments: [Double], weights: [Double]) -> [Double] {
    let p = gram.columnCount
    guard gram.rowCount == p, weights.count == p, moments.count == p else {
      shapeMismatch("descent", expected: [p], found: [moments.count, weights.count])
    }
    var result = moments
    let places = weights.indices.filter { weights[$0] != 0 }
    gram.storage.withUnsafeBufferPointer { gram in
      kernel_subtract_rows(
        places.count, places, places.map { weights[$0] }, p, gram.baseAddress, &result)
    }
    return result
  }

  /// Minimises along each coordinate in turn, with residuals in place of a Gram matrix.
  ///
  /// - Parameters:
  ///   - rows: The transposed design, [p, n]; G = rows·rowsᵀ / total.
  ///   - squares: G's diagonal, [p].
  ///   - residuals: Response minus fit, on entry and on return, [n].
  /// - Returns: The largest change times the root of the curvature along its coordinate.
  public static func overResiduals(
    _ rows: Matrix, total: Double, squares: [Double], columns: [Int], weights: inout [Double],
    residuals: inout [Double], l1: [Double], l2: [Double]
  ) -> Double {
    let (p, n) = (rows.rowCount, rows.columnCount)
    guard weights.count == p, residuals.count == n, squares.count == p else {
      shapeMismatch("coordinate sweep", expected: [p, n], found: [weights.count, residuals.count])
    }
    var largest = 0.0
    rows.storage.withUnsafeBufferPointer { rows in
      residuals.withUnsafeMutableBufferPointer { residuals in
        guard let rows = rows.baseAddress, let residuals = residuals.baseAddress else { return }
        for j in columns {
          let curvature = squares[j] + l2[j]
          if !(curvature > 0) { continue }
          let column = rows + j * n
          let old = weights[j]
          let descent = cblas_ddot(Int32(n), column, 1, residuals, 1) / total
          let new = shrunken(descent + squares[j] * old, by: l1[j]) / curvature
          let change = new - old
          if change == 0 { continue }
          weights[j] = new
          Double.axpy(n, alpha: -change, column, residuals)
          largest = max(largest, abs(change) * curvature.squareRoot())
        }
      }
    }
    return largest
  }

  /// sign(x)·max(0, |x| − threshold); NaN stays NaN.
  @inline(__always)
  static func shrunken(_ x: Double, by threshold: Double) -> Double {
    if x > threshold { return x - threshold }
    if x < -threshold { return x + threshold }
    return x.isNaN ? x : 0
  }
}
