import LinearAlgebra

/// An upper bound of a classifier's Hessian: a quarter of the inputs' Gram matrix, because p·(1 − p)
/// is at most ¼. A quasi-Newton method that starts from it needs a fraction of the iterations.
///
/// **Source** Böhning 1992 for several classes
struct HessianBound {
  /// Up to this many columns a Gram matrix costs no more than the passes it saves.
  private static let columnLimit = 2_000

  /// Rows per column from which a large Gram matrix is estimated.
  private static let sampleRowsPerColumn = 16
  /// The number of multiplications from which a Gram matrix is large.
  private static let muchWork = 1e9

  /// The inverse square roots of the bound's diagonal, in the order of the flat parameters.
  let scales: [Double]
  /// The inverse of the bound in scaled coordinates; nil where the bound is diagonal.
  let inverse: (([Double]) -> [Double])?

  /// - Parameters:
  ///   - means: The column means subtracted from the inputs, [d].
  ///   - l2: Added to the mean loss.
  ///   - isDiagonal: Whether only the scales are needed.
  init(
    _ network: Network, rows: LabelledRows<Double>, means: [Double], l2: Double,
    threadLimit: Int, isDiagonal: Bool = false
  ) {
    let (d, unitCount) = (network.inputCount, network.head.unitCount)
    let isWide = isDiagonal || d > Self.columnLimit || d > rows.rowCount
    let isEstimate = Double(rows.rowCount) * Double(d * d) >= Self.muchWork
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
      for j in 0..<d { gram?.storage[i * d + j] *= 0.25 / total * byColumn[i] * byColumn[j] }
      // Slightly more than l2 keeps dependent columns from making it singular; single precision needs
      // more.
      gram?.storage[i * (d + 1)] += l2 * byColumn[i] * byColumn[i] + (isEstimate ? 1e-6 : 1e-10)
    }
    let factor = gram.flatMap { try? CholeskyFactor($0) }
    inverse = factor.map { factor in
      { vector in
        factor.solutions(of: Array(vector[..<(unitCount * d)]), count: unitCount)
          + vector[(unitCount * d)...]
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
    // The bound only speeds up the minimizer: of many rows a sample is enough.
    let (n, d) = (rows.rowCount, means.count)
    let isMuch = Double(n) * Double(d * d) >= muchWork
    let interval = isMuch ? max(1, n / (sampleRowsPerColumn * d)) : 1
    let members = (0..<sweep.memberCount).map { _ in
      GramPart(GramSum(order: sweep.paddedCount, precision: isMuch ? .single : .double))
    }
    let roots = rows.weights?.map { $0.squareRoot() }
    sweep.forEachBlock(minus: means, members, interval: interval) { member, block, range in
      member.weight += rows.weight(of: range)
      if let roots {
        roots[range].withVectorView { member.gram.add(block, scaledBy: $0) }
      } else {
        member.gram.add(block)
      }
    }
    var result = GramSum.total(members.map(\.gram), order: d)
    let sampled = members.reduce(0) { $0 + $1.weight }
    if interval > 1, sampled > 0 {
      let scale = rows.totalWeight / sampled
      result.scale(by: scale)
    }
    return result
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

/// A thread's part of the Gram matrix, and the weight of the rows in it.
private final class GramPart {
  let gram: GramSum
  var weight = 0.0

  init(_ gram: GramSum) { self.gram = gram }
}
