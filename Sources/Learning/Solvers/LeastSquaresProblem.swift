import LinearAlgebra

/// Weighted least squares with an optional intercept, in the form its solvers work on: centred,
/// rows times the root of their weight, columns that never vary left out.
///
/// **Objective** Σ s·½·(y − f)² / Σ s + ½·l2·‖w‖², s the rows' weights, the intercept free
struct LeastSquaresProblem {
  let columnCount: Int
  /// The columns of `design`, as columns of the inputs.
  let keptColumns: [Int]
  /// **Shapes** [n, kept]
  let design: Matrix
  /// **Shapes** [n]
  let response: [Double]
  let totalWeight: Double
  let l2: Double
  let fitsIntercept: Bool
  private let inputMeans: [Double]
  private let targetMean: Double

  init(_ rows: LabelledRows<Double>, l2: Double, fitsIntercept: Bool) {
    guard case .values(let values) = rows.targets else {
      fatalError("least squares needs numbers as targets")
    }
    let (n, d) = (rows.inputs.rowCount, rows.inputs.columnCount)
    let weights = rows.weights ?? [Double](repeating: 1, count: n)
    let total = weights.reduce(0, +)
    let centring =
      fitsIntercept
      ? ColumnCentring(of: rows.inputs, weights: weights) : ColumnCentring(ofNothingFor: d)
    let means = centring.means
    let target = Matrix(rowCount: n, columnCount: 1, storage: values)
    let targetMean = fitsIntercept ? ColumnCentring(of: target, weights: weights).means[0] : 0
    var design = centring.centred(rows.inputs)
    if rows.weights != nil { design = design.scalingRows(by: weights.map { $0.squareRoot() }) }
    // What is left of a constant column after centring is rounding, not information.
    let spreads = Self.columnNorms(of: design)
    let kept = (0..<d).filter {
      spreads[$0] > 8 * .ulpOfOne * abs(means[$0]) * total.squareRoot() && spreads[$0] > 0
    }
    columnCount = d
    keptColumns = kept
    self.design = kept.count == d ? design : Self.columns(kept, of: design)
    response = zip(values, weights).map { ($0 - targetMean) * $1.squareRoot() }
    totalWeight = total
    self.l2 = l2
    self.fitsIntercept = fitsIntercept
    inputMeans = means
    self.targetMean = targetMean
  }

  /// The flat parameters of the linear model: all weights, then the intercept if there is one.
  func parameters(kept weights: [Double]) -> [Double] {
    var all = [Double](repeating: 0, count: columnCount)
    for (position, column) in keptColumns.enumerated() { all[column] = weights[position] }
    if fitsIntercept {
      all.append(targetMean - zip(all, inputMeans).reduce(0) { $0 + $1.0 * $1.1 })
    }
    return all
  }

  /// Minus the objective's derivative by the kept weights, and the objective.
  func descent(at weights: [Double]) -> (direction: [Double], objective: Double) {
    var residuals = response
    let fits = design.times(weights)
    for i in residuals.indices { residuals[i] -= fits[i] }
    var direction = design.transposedTimes(residuals)
    var squares = 0.0
    for j in direction.indices {
      direction[j] = direction[j] / totalWeight - l2 * weights[j]
      squares += weights[j] * weights[j]
    }
    let loss = residuals.reduce(0) { $0 + $1 * $1 } / (2 * totalWeight)
    return (direction, loss + 0.5 * l2 * squares)
  }

  private static func columnNorms(of matrix: Matrix) -> [Double] {
    let d = matrix.columnCount
    var squares = [Double](repeating: 0, count: d)
    for i in 0..<matrix.rowCount {
      for j in 0..<d {
        let value = matrix.storage[i * d + j]
        squares[j] += value * value
      }
    }
    return squares.map { $0.squareRoot() }
  }

  private static func columns(_ kept: [Int], of matrix: Matrix) -> Matrix {
    var storage = [Double]()
    storage.reserveCapacity(matrix.rowCount * kept.count)
    for i in 0..<matrix.rowCount {
      for j in kept { storage.append(matrix.storage[i * matrix.columnCount + j]) }
    }
    return Matrix(rowCount: matrix.rowCount, columnCount: kept.count, storage: storage)
  }
}
