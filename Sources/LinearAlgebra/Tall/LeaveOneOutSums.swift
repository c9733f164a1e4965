/// Sums of squared leave-one-out errors, for many fits at once.
public enum LeaveOneOutSums {
  /// Adds the squares of some rows' residuals r, and of r / (1 − leverage), each times its weight.
  ///
  /// **Shapes** fits, leverages [n, k]; values, weights [n]; leftOut, kept [k]
  ///
  /// - Parameters:
  ///   - leverages: Of the penalised columns, without the row's weight.
  ///   - baseLeverage: Of the intercept, without the row's weight.
  public static func add(
    fits: MatrixView<Double>, leverages: MatrixView<Double>, baseLeverage: Double,
    values: ArraySlice<Double>, mean: Double, weights: ArraySlice<Double>?,
    leftOut: VectorView<Double>, kept: VectorView<Double>
  ) {
    let (n, k) = (values.count, fits.columnCount)
    leverages.expectShape(fits.rowCount, k, "leverages")
    guard fits.rowCount == n, leftOut.count == k, kept.count == k, weights?.count ?? n == n else {
      shapeMismatch("rows left out", expected: [fits.rowCount, k], found: [n, leftOut.count])
    }
    for i in 0..<n {
      let weight = weights.map { $0[$0.startIndex + i] } ?? 1
      if weight == 0 { continue }
      let value = values[values.startIndex + i] - mean
      let fit = fits.base + i * fits.stride
      let leverage = leverages.base + i * leverages.stride
      for l in 0..<k {
        let residual = value - fit[l]
        let rest = 1 - weight * (baseLeverage + leverage[l])
        kept.base[l] += weight * residual * residual
        // A row of leverage 1 decides its own fit and cannot be left out.
        let error = rest > 1e-12 ? residual / rest : .infinity
        leftOut.base[l] += weight * error * error
      }
    }
  }
}
