import LinearAlgebra

/// Weighted least squares with an optional intercept, in the form its solvers work on: centred,
/// columns that never vary left out.
///
/// **Objective** Σ s·½·(y − f)² / Σ s + ½·l2·‖w‖², s the rows' weights, the intercept free
struct LeastSquaresProblem {
  let columnCount: Int
  /// The columns that vary, as columns of the inputs.
  let keptColumns: [Int]
  let l2: Double
  let fitsIntercept: Bool
  let rows: LabelledRows<Double>
  let values: [Double]
  let moments: RowMoments
  let sweep: RowSweep
  /// What the Gram matrix was summed in; everything else is in double.
  let precision: GramSum.Precision

  /// The number of multiplications from which single precision saves more than an extra pass costs.
  private static let muchWork = 2e8

  /// - Parameter acceptsSingle: Whether the Gram matrix may come in single precision, where that is
  ///   much quicker and its numbers are in the middle of single precision's range.
  init(
    _ rows: LabelledRows<Double>, l2: Double, fitsIntercept: Bool, acceptsSingle: Bool = false
  ) {
    let (n, d) = (rows.rowCount, rows.inputs.columnCount)
    if acceptsSingle, Double(n) * Double(d * d) >= Self.muchWork {
      self.init(rows, l2: l2, fitsIntercept: fitsIntercept, precision: .single)
      let isInRange = (0..<d).allSatisfy { j in
        let square = moments.gram[j, j] / moments.totalWeight
        return square > 1e-20 && square < 1e20
      }
      if isInRange { return }
    }
    self.init(rows, l2: l2, fitsIntercept: fitsIntercept, precision: .double)
  }

  /// The same problem with a Gram matrix in double.
  var inDouble: LeastSquaresProblem {
    precision == .double
      ? self
      : LeastSquaresProblem(rows, l2: l2, fitsIntercept: fitsIntercept, precision: .double)
  }

  private init(
    _ rows: LabelledRows<Double>, l2: Double, fitsIntercept: Bool, precision: GramSum.Precision
  ) {
    guard case .values(let values) = rows.targets else {
      fatalError("least squares needs numbers as targets")
    }
    let d = rows.inputs.columnCount
    let sweep = RowSweep(rows.inputs, extraColumnCount: 2, threadLimit: BLASThreads.count)
    let moments = RowMoments(
      rows, values: values, isCentred: fitsIntercept, sweep: sweep,
      precision: precision)
    // What is left of a constant column after centring is rounding, not information.
    let root = moments.totalWeight.squareRoot()
    keptColumns = (0..<d).filter {
      let spread = max(0, moments.gram[$0, $0]).squareRoot()
      return spread > 8 * .ulpOfOne * abs(moments.means[$0]) * root && spread > 0
    }
    columnCount = d
    self.rows = rows
    self.values = values
    self.moments = moments
    self.sweep = sweep
    self.l2 = l2
    self.fitsIntercept = fitsIntercept
    self.precision = precision
  }

  var rowCount: Int { rows.rowCount }
  var totalWeight: Double { moments.totalWeight }
  /// Whether all inputs and targets are finite, as far as sums can show it.
  var isFinite: Bool { moments.isFinite }

  /// The centred kept columns' products, [kept, kept].
  var gram: Matrix {
    if keptColumns.count == columnCount { return moments.gram }
    return moments.gram.part(at: keptColumns)
  }

  /// The centred kept columns times the centred response, [kept].
  var products: [Double] { keptColumns.map { moments.products[$0] } }

  /// Σ s·(y − mean)².
  var responseSquare: Double { moments.responseSquare }

  /// The centred kept columns, each row times the root of its weight, [n, kept]: a copy.
  func design() -> Matrix {
    let d = columnCount
    let roots = rows.weights?.map { $0.squareRoot() }
    var storage = [Double]()
    storage.reserveCapacity(rowCount * keptColumns.count)
    for i in 0..<rowCount {
      let root = roots?[i] ?? 1
      for j in keptColumns {
        storage.append((rows.inputs.storage[i * d + j] - moments.means[j]) * root)
      }
    }
    return Matrix(rowCount: rowCount, columnCount: keptColumns.count, storage: storage)
  }

  /// The centred response, times the roots of the rows' weights, [n].
  func response() -> [Double] {
    guard let weights = rows.weights else { return values.map { $0 - moments.responseMean } }
    return zip(values, weights).map { ($0 - moments.responseMean) * $1.squareRoot() }
  }

  /// The flat parameters of the linear model: all weights, then the intercept if there is one.
  func parameters(kept weights: [Double]) -> [Double] {
    var all = allWeights(weights)
    if fitsIntercept {
      all.append(
        moments.responseMean - zip(all, moments.means).reduce(0) { $0 + $1.0 * $1.1 })
    }
    return all
  }

  /// Minus the objective's gradient with respect to the kept weights, and the objective: from the rows
  /// themselves, where a Gram matrix has lost digits.
  func descent(at weights: [Double]) -> (direction: [Double], objective: Double) {
    let all = allWeights(weights)
    let members = (0..<sweep.memberCount).map { _ in
      RowDescent(minus: moments.means, weights: all)
    }
    let (values, mean, rowWeights) = (self.values, moments.responseMean, rows.weights)
    sweep.forEachRows(members) { member, rows, range in
      member.add(rows, values: values[range], minus: mean, rowWeights: rowWeights?[range])
    }
    let loss = members.reduce(0) { $0 + $1.square } / (2 * totalWeight)
    let direction = zip(keptColumns, weights).map { column, weight in
      members.reduce(0) { $0 + $1.negativeGradient[column] } / totalWeight - l2 * weight
    }
    return (direction, loss + 0.5 * l2 * weights.sumOfSquares)
  }

  /// The objective's Hessian times a vector of the kept weights.
  func curvature(times step: [Double]) -> [Double] {
    zip(gram.times(step), step).map { $0 / totalWeight + l2 * $1 }
  }

  private func allWeights(_ kept: [Double]) -> [Double] {
    var all = [Double](repeating: 0, count: columnCount)
    for (position, column) in keptColumns.enumerated() { all[column] = kept[position] }
    return all
  }
}
