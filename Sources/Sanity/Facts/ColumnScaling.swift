import LinearAlgebra

/// The means and standard deviations of columns, to standardize these or other rows.
struct ColumnScaling: Sendable {
  /// The columns that vary.
  let kept: [Int]
  /// Of the columns that vary.
  let means: [Double]
  let deviations: [Double]

  /// nil when no column varies or a value is not finite.
  init?(of matrix: Matrix) {
    let (n, d) = (matrix.rowCount, matrix.columnCount)
    var means = [Double](repeating: 0, count: d)
    var squares = [Double](repeating: 0, count: d)
    for i in 0..<n { for j in 0..<d { means[j] += matrix.storage[i * d + j] / Double(n) } }
    for i in 0..<n {
      for j in 0..<d {
        let centred = matrix.storage[i * d + j] - means[j]
        squares[j] += centred * centred / Double(n)
      }
    }
    guard squares.allSatisfy(\.isFinite) else { return nil }
    // Rounding alone may leave a constant column this much variance.
    kept = (0..<d).filter { squares[$0] > 1e-18 * means[$0] * means[$0] && squares[$0] > 0 }
    guard !kept.isEmpty else { return nil }
    self.means = kept.map { means[$0] }
    deviations = kept.map { squares[$0].squareRoot() }
  }

  /// **Shapes** [m, d] → [m, `kept`]
  func scaled(_ matrix: Matrix) -> Matrix {
    let d = matrix.columnCount
    let factors = deviations.map { 1 / $0 }
    var values: [Double] = []
    values.reserveCapacity(matrix.rowCount * kept.count)
    for i in 0..<matrix.rowCount {
      for (position, j) in kept.enumerated() {
        values.append((matrix.storage[i * d + j] - means[position]) * factors[position])
      }
    }
    return Matrix(rowCount: matrix.rowCount, columnCount: kept.count, storage: values)
  }
}
