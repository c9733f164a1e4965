import LinearAlgebra

/// The speed of this machine, measured for a few milliseconds.
enum MachineRates {
  /// Floating-point operations per second of matrix products of a shape, with the current threads.
  static func products<Scalar: BLASScalar>(
    m: Int, n: Int, k: Int, as type: Scalar.Type, seconds limit: Double = 0.005
  ) -> Double {
    let a = DenseMatrix<Scalar>(rowCount: m, columnCount: k, repeating: 1)
    let b = DenseMatrix<Scalar>(rowCount: k, columnCount: n, repeating: 1)
    let operations = 2 * Double(m) * Double(n) * Double(k)
    var best = Double.infinity
    let began = ContinuousClock.now
    repeat {
      let start = ContinuousClock.now
      let product = a.product(with: b)
      let seconds = (ContinuousClock.now - start).seconds
      if product.rowCount == m { best = min(best, seconds) }
    } while (ContinuousClock.now - began).seconds < limit
    return operations / max(best, 1e-9)
  }

  /// Bytes per second of a matrix-vector product too large for any cache.
  static func reading() -> Double {
    let count = 8_000_000
    let columns = 8
    let rows = Matrix(rowCount: count / columns, columnCount: columns, repeating: 1)
    let ones = [Double](repeating: 1, count: columns)
    var best = Double.infinity
    for _ in 0..<5 {
      let start = ContinuousClock.now
      let products = rows.times(ones)
      let elapsed = (ContinuousClock.now - start).seconds
      if products.count == rows.rowCount { best = min(best, elapsed) }
    }
    return Double((count + count / columns) * MemoryLayout<Double>.size) / max(best, 1e-9)
  }
}
