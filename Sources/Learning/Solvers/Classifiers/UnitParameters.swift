import LinearAlgebra

/// Where a classifier's flat parameters hold the weights and intercepts of its units.
///
/// **Shapes** parameters [k·d], then, with intercepts, [k] more; by column and unit [d + 1, k], the
/// intercepts last
struct UnitParameters {
  let columnCount: Int
  let unitCount: Int
  let hasIntercept: Bool

  /// The parameter of a unit for a column; 0 for the intercept of a model without one.
  func value(_ column: Int, _ unit: Int, of parameters: [Double]) -> Double {
    if column < columnCount { return parameters[unit * columnCount + column] }
    return hasIntercept ? parameters[unitCount * columnCount + unit] : 0
  }

  /// Writes mean + l2·point, the mean being the given sums by column and unit over `total`; the
  /// intercepts are free of the penalty.
  func setMean(
    of sums: [MatrixView<Double>], over total: Double, l2: Double, at point: [Double],
    to result: inout [Double]
  ) {
    for unit in 0..<unitCount {
      for column in 0..<columnCount {
        let sum = sums.reduce(0) { $0 + $1[column, unit] }
        let place = unit * columnCount + column
        result[place] = sum / total + l2 * point[place]
      }
      if hasIntercept {
        let sum = sums.reduce(0) { $0 + $1[columnCount, unit] }
        result[unitCount * columnCount + unit] = sum / total
      }
    }
  }
}
