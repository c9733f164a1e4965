import LinearAlgebra

/// The second moments of the rows of each fold: with them a model is fitted on all folds but one,
/// and judged on that one, without another pass over the rows.
struct FoldMoments {
  /// The moments of some rows as a model is fitted to them.
  struct Training {
    var state: GramState
    /// Of the inputs and the response, [d + 1]; 0 without an intercept.
    var means: [Double]
  }

  /// Products of all pairs of columns about the shift: inputs, response, ones; [d + 2, d + 2].
  private let sums: [Matrix]
  /// What was taken off the inputs and the response, [d + 1].
  private let shift: [Double]
  private let fitsIntercept: Bool

  /// - Parameters:
  ///   - problem: Over all rows.
  ///   - folds: The positions of each fold's rows.
  init(_ problem: LeastSquaresProblem, folds: [[Int]]) {
    let moments = problem.moments
    shift = moments.means + [moments.responseMean]
    fitsIntercept = problem.fitsIntercept
    sums = folds.map { positions in
      let rows = problem.rows.rows(at: positions)
      let sweep = RowSweep(rows.inputs, extraColumnCount: 2, threadLimit: BLASThreads.count)
      return RowMoments.sums(
        rows, positions.map { problem.values[$0] }, moments.means, moments.responseMean, sweep,
        .double)
    }
  }

  /// Σ s of a fold.
  func weight(of fold: Int) -> Double {
    let last = sums[fold].rowCount - 1
    return sums[fold][last, last]
  }

  /// The moments of all rows but a fold's; nil when no row has any weight.
  func training(without fold: Int) -> Training? {
    let d = shift.count - 1
    var rest = Matrix(rowCount: d + 2, columnCount: d + 2)
    // A sum of the others, not all less one: that would lose digits where the one is most of all.
    for (other, sum) in sums.enumerated() where other != fold {
      for i in rest.storage.indices { rest.storage[i] += sum.storage[i] }
    }
    let total = rest[d + 1, d + 1]
    guard total > 0 else { return nil }
    let offsets = (0...d).map { fitsIntercept ? rest[d + 1, $0] / total : 0 }
    var gram = Matrix(rowCount: d, columnCount: d)
    for i in 0..<d {
      for j in i..<d {
        let value = rest[i, j] / total - offsets[i] * offsets[j]
        gram.storage[i * d + j] = value
        gram.storage[j * d + i] = value
      }
    }
    return Training(
      state: GramState(
        gram: gram, moments: (0..<d).map { rest[$0, d] / total - offsets[$0] * offsets[d] },
        responseSquare: max(0, rest[d, d] / total - offsets[d] * offsets[d])),
      means: offsets)
  }

  /// The mean squared error on a fold's rows of weights and an intercept about `means`.
  func error(of weights: [Double], means: [Double], on fold: Int) -> Double {
    let d = shift.count - 1
    let sum = sums[fold]
    // Of the vector (w, −1, c): the residual with its sign turned, c the remaining intercept.
    let active = weights.indices.filter { weights[$0] != 0 }
    var constant = means[d]
    for j in active { constant -= weights[j] * means[j] }
    let columns = active + [d, d + 1]
    let factors = active.map { weights[$0] } + [-1, constant]
    var square = 0.0
    for (i, a) in zip(columns, factors) {
      for (j, b) in zip(columns, factors) { square += a * b * sum[i, j] }
    }
    return max(0, square) / weight(of: fold)
  }
}
