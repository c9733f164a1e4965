public import LinearAlgebra

/// The product by its definition: an oracle for the kernels.
public func naiveProduct(_ a: Matrix, _ b: Matrix) -> Matrix {
  var c = Matrix(rowCount: a.rowCount, columnCount: b.columnCount)
  for i in 0..<a.rowCount {
    for j in 0..<b.columnCount {
      for k in 0..<a.columnCount { c[i, j] += a[i, k] * b[k, j] }
    }
  }
  return c
}

/// Rows as columns, by its definition.
public func naiveTranspose(_ a: Matrix) -> Matrix {
  var t = Matrix(rowCount: a.columnCount, columnCount: a.rowCount)
  for i in 0..<a.rowCount {
    for j in 0..<a.columnCount { t[j, i] = a[i, j] }
  }
  return t
}
