import LinearAlgebra

/// An upper bound of a classifier's second derivatives: the inputs' Gram matrix, because p·(1 − p)
/// is at most ¼. A quasi-Newton method that starts from it needs a fraction of the steps.
///
/// **Source** Böhning 1992 for several classes
struct CurvatureBound {
  /// Up to so many columns a Gram matrix costs no more than the passes it saves.
  private static let columnLimit = 2_000

  /// The inverse roots of the bound's diagonal, in the order of the flat parameters.
  let scales: [Double]
  /// The inverse of the bound, in coordinates divided by the scales; nil leaves it at the diagonal.
  let inverse: (([Double]) -> [Double])?

  /// - Parameters:
  ///   - means: What is taken off the inputs, [d].
  ///   - l2: Beside the mean loss.
  ///   - isDiagonal: Whether the scales are enough.
  init(
    _ network: Network, rows: LabelledRows<Double>, means: [Double], l2: Double,
    threadLimit: Int, isDiagonal: Bool = false
  ) {
    let (d, unitCount) = (network.inputCount, network.head.unitCount)
    let isWide = isDiagonal || d > Self.columnLimit || d > rows.rowCount
    var gram = isWide ? nil : Self.gram(rows, means, threadLimit)
    let squares =
      gram.map { gram in (0..<d).map { gram[$0, $0] } } ?? Self.squares(rows, means)
    let total = rows.totalWeight
    let byColumn = squares.map { square in
      let bound = 0.25 * square / total + l2
      return bound > 0 ? 1 / bound.squareRoot() : 1
    }
    scales =
      (0..<unitCount).flatMap { _ in byColumn }
      + (network.hasOutputBias ? [Double](repeating: 2, count: unitCount) : [])
    for i in 0..<(gram == nil ? 0 : d) {
      for j in 0..<d {
        gram?[i, j] *= 0.25 / total * byColumn[i] * byColumn[j]
      }
      // A trace more than l2 keeps columns that depend on each other from making it singular.
      gram?[i, i] += l2 * byColumn[i] * byColumn[i] + 1e-10
    }
    let factor = gram.flatMap { try? CholeskyFactor($0) }
    inverse = factor.map { factor in
      { vector in
        var result = vector
        for unit in 0..<unitCount {
          let range = (unit * d)..<((unit + 1) * d)
          result.replaceSubrange(range, with: factor.solution(of: Array(vector[range])))
        }
        return result
      }
    }
  }

  /// Σ s·(x − means)·(x − means)ᵀ.
  private static func gram(
    _ rows: LabelledRows<Double>, _ means: [Double], _ threadLimit: Int
  ) -> Matrix {
    let sweep = RowSweep(
      rows.inputs, extraColumnCount: 0, threadLimit: threadLimit,
      prefersTallBlocks: true)
    let members = (0..<sweep.memberCount).map { _ in GramSum(order: sweep.paddedCount) }
    let roots = rows.weights?.map { $0.squareRoot() }
    sweep.forEachBlock(minus: means, members) { member, block, range in
      if let roots { roots[range].withVectorView { block.scaleRows(by: $0) } }
      block.addGram(to: member.gram)
    }
    return GramSum.total(members, order: means.count)
  }

  private static func squares(_ rows: LabelledRows<Double>, _ means: [Double]) -> [Double] {
    var squares = [Double](repeating: 0, count: means.count)
    for i in 0..<rows.rowCount {
      let weight = rows.weights?[i] ?? 1
      for j in means.indices {
        let value = rows.inputs.storage[i * means.count + j] - means[j]
        squares[j] += weight * value * value
      }
    }
    return squares
  }
}
