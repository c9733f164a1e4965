extension CoordinateSweep {
  /// One pass of exact minimisation along each of some coordinates of ½·wᵀHw − bᵀw + Σ l1_j·|w_j|.
  ///
  /// - Parameters:
  ///   - matrix: H, symmetric, [p, p].
  ///   - slopes: b − H·w on entry and on return, [p].
  ///   - l1: The penalty of each coordinate, [p]; 0 for a free one.
  /// - Returns: The largest change times the root of the curvature along its coordinate.
  public static func overQuadratic(
    _ matrix: Matrix, columns: [Int], weights: inout [Double], slopes: inout [Double],
    l1: [Double]
  ) -> Double {
    let p = matrix.columnCount
    guard matrix.rowCount == p, weights.count == p, slopes.count == p, l1.count == p
    else { shapeMismatch("quadratic sweep", expected: [p], found: [weights.count, slopes.count]) }
    var largest = 0.0
    matrix.storage.withUnsafeBufferPointer { matrix in
      slopes.withUnsafeMutableBufferPointer { slopes in
        guard let rows = matrix.baseAddress, let slopesBase = slopes.baseAddress else { return }
        for j in columns {
          let curvature = rows[j * p + j]
          if !(curvature > 0) { continue }
          let old = weights[j]
          let new = shrunken(slopesBase[j] + curvature * old, by: l1[j]) / curvature
          let change = new - old
          if change == 0 { continue }
          weights[j] = new
          Double.axpy(p, alpha: -change, rows + j * p, slopesBase)
          largest = max(largest, abs(change) * curvature.squareRoot())
        }
      }
    }
    return largest
  }
}
