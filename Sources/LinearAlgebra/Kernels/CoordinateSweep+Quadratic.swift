extension CoordinateSweep {
  /// One pass of exact minimisation along each of some coordinates of ½·wᵀHw − bᵀw + Σ l1_j·|w_j|.
  ///
  /// - Parameters:
  ///   - matrix: H, symmetric, [p, p].
  ///   - descent: b − H·w, the negative gradient, on entry and on return, [p].
  ///   - l1: The penalty of each coordinate, [p]; 0 for a free one.
  /// - Returns: The largest change times the root of the curvature along its coordinate.
  public static func overQuadratic(
    _ matrix: Matrix, columns: [Int], weights: inout [Double], descent: inout [Double],
    l1: [Double]
  ) -> Double {
    let p = matrix.columnCount
    guard matrix.rowCount == p, weights.count == p, descent.count == p, l1.count == p
    else { shapeMismatch("quadratic sweep", expected: [p], found: [weights.count, descent.count]) }
    var largest = 0.0
    matrix.storage.withUnsafeBufferPointer { matrix in
      descent.withUnsafeMutableBufferPointer { descent in
        guard let rows = matrix.baseAddress, let descentBase = descent.baseAddress else { return }
        for j in columns {
          let curvature = rows[j * p + j]
          if !(curvature > 0) { continue }
          let old = weights[j]
          let new = shrunken(descentBase[j] + curvature * old, by: l1[j]) / curvature
          let change = new - old
          if change == 0 { continue }
          weights[j] = new
          Double.axpy(p, alpha: -change, rows + j * p, descentBase)
          largest = max(largest, abs(change) * curvature.squareRoot())
        }
      }
    }
    return largest
  }
}
