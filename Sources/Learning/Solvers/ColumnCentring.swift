import LinearAlgebra

/// The weighted means of columns, and the columns without them.
///
/// With a free intercept, centred columns give the same weights and a better conditioned problem:
/// intercept = centred intercept − w·means.
struct ColumnCentring: Sendable {
  /// **Shapes** [d]
  let means: [Double]

  /// In two passes, so that a constant column's mean is its value to the last bit or so.
  init(of matrix: Matrix, weights: [Double]?) {
    let weights = weights ?? [Double](repeating: 1, count: matrix.rowCount)
    let total = weights.reduce(0, +)
    var means = matrix.transposedTimes(weights).map { $0 / total }
    let rest = Self.subtracting(means, from: matrix).transposedTimes(weights)
    for j in means.indices { means[j] += rest[j] / total }
    self.means = means
  }

  /// Means of 0: for models without an intercept.
  init(ofNothingFor columnCount: Int) {
    means = [Double](repeating: 0, count: columnCount)
  }

  /// The matrix with the means taken off.
  func centred(_ matrix: Matrix) -> Matrix { Self.subtracting(means, from: matrix) }

  private static func subtracting(_ means: [Double], from matrix: Matrix) -> Matrix {
    var result = matrix
    let d = matrix.columnCount
    for start in stride(from: 0, to: result.storage.count, by: max(1, d)) {
      for j in 0..<d { result.storage[start + j] -= means[j] }
    }
    return result
  }
}
