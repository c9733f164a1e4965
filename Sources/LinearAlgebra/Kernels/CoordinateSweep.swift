/// One pass of exact minimisation along each of some coordinates of an elastic net.
///
/// **Objective** ½·wᵀGw − cᵀw + Σ l1_j·|w_j| + ½·l2·Σ p_j·w_j², with p_j the penalised coordinates
public enum CoordinateSweep {
  /// Minimises along each coordinate in turn, with the Gram matrix at hand.
  ///
  /// - Parameters:
  ///   - gram: G, symmetric, [p, p].
  ///   - slopes: c − G·w on entry and on return, [p].
  ///   - l1, l2: The penalties of each coordinate, [p]; 0 for an intercept.
  /// - Returns: The largest change times the root of the curvature along its coordinate.
  public static func overGram(
    _ gram: Matrix, columns: [Int], weights: inout [Double], slopes: inout [Double],
    l1: [Double], l2: [Double]
  ) -> Double {
    let p = gram.columnCount
    guard gram.rowCount == p, weights.count == p, slopes.count == p, l1.count == p, l2.count == p
    else { shapeMismatch("coordinate sweep", expected: [p], found: [weights.count, slopes.count]) }
    var largest = 0.0
    gram.storage.withUnsafeBufferPointer { gram in
      weights.withUnsafeMutableBufferPointer { weights in
        slopes.withUnsafeMutableBufferPointer { slopes in
          guard let rows = gram.baseAddress, let slopesBase = slopes.baseAddress else { return }
          for j in columns {
            let curvature = gram[j * p + j]
            let total = curvature + l2[j]
            if !(total > 0) { continue }
            let old = weights[j]
            let new = shrunken(slopes[j] + curvature * old, by: l1[j]) / total
            let change = new - old
            if change == 0 { continue }
            weights[j] = new
            Double.axpy(p, alpha: -change, rows + j * p, slopesBase)
            largest = max(largest, abs(change) * total.squareRoot())
          }
        }
      }
    }
    return largest
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
          let slope = Double.dot(n, column, residuals) / total
          let new = shrunken(slope + squares[j] * old, by: l1[j]) / curvature
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
