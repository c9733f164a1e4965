public import LinearAlgebra

/// Least squares for many targets of the same rows, with or without an l2 penalty: one
/// factorisation, many right-hand sides.
///
/// **Objective** for each target ½·mean (y − f)² + ½·l2·‖w‖², the intercepts free; where columns
/// depend on each other and l2 is 0, the answer of least norm
public struct MultiTargetRegression: Sendable {
  /// One row of weights for each target, [t, d].
  public let weights: Matrix
  /// **Shapes** [t]
  public let intercepts: [Double]

  /// **Shapes** inputs [n, d], targets [n, t], weights [n]
  ///
  /// **Errors** those of unusable rows; `notFinite` of a target names its row
  public init(
    inputs: Matrix, targets: Matrix, weights: [Double]? = nil, l2: Double = 0,
    fitsIntercept: Bool = true
  ) throws(FitError) {
    let (n, t, d) = (targets.rowCount, targets.columnCount, inputs.columnCount)
    if let position = targets.storage.firstIndex(where: { !$0.isFinite }) {
      throw .notFinite(row: position / t, column: nil)
    }
    let set = TrainingSet(
      inputs: .double(inputs), targets: .values([Double](repeating: 0, count: n)),
      weights: weights, rowIDs: Array(0..<n))
    try set.checkUsable()
    let problem = LeastSquaresProblem(
      LabelledRows(set, classFactors: nil), l2: l2, fitsIntercept: fitsIntercept)
    let axes = try PrincipalAxes(problem, smallestPenalty: l2)
    let roots = weights?.map { $0.squareRoot() }
    let total = problem.totalWeight
    let columns = (0..<t).map { targets.column($0) }
    let means = columns.map { values in
      guard fitsIntercept else { return 0.0 }
      // About the first value, so that a constant target's mean is exact.
      let sum = values.indices.reduce(0) { $0 + (weights?[$1] ?? 1) * (values[$1] - values[0]) }
      return values[0] + sum / total
    }
    let responses = zip(columns, means).map { values, mean in
      values.indices.map { (values[$0] - mean) * (roots?[$0] ?? 1) }
    }
    var found = [Double]()
    var intercepts = [Double]()
    for (products, mean) in zip(axes.products(with: responses), means) {
      let parameters = problem.parameters(kept: axes.weights(products: products, l2: l2))
      found += parameters[..<d]
      // The problem's own response is 0 throughout: its intercept lacks the mean.
      intercepts.append(fitsIntercept ? parameters[d] + mean : 0)
    }
    self.weights = Matrix(rowCount: t, columnCount: d, storage: found)
    self.intercepts = intercepts
  }

  /// **Shapes** inputs [n, d] → [n, t]
  public func predictions(for inputs: Matrix) -> Matrix {
    var result = inputs.product(with: weights.transposed)
    let t = weights.rowCount
    for i in 0..<inputs.rowCount {
      for own in 0..<t { result.storage[i * t + own] += intercepts[own] }
    }
    return result
  }
}
