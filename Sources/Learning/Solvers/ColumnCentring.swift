import LinearAlgebra

/// The weighted means of columns.
///
/// With a free intercept, centred columns give the same weights and a better conditioned problem:
/// intercept = centred intercept − w·means.
struct ColumnCentring: Sendable {
  /// **Shapes** [d]
  let means: [Double]

  /// About the first row, so that a constant column's mean is its value to the last bit.
  init(of matrix: Matrix, weights: [Double]?, threadLimit: Int) {
    let first = matrix.row(0)
    let sweep = RowSweep(matrix, extraColumnCount: 1, threadLimit: threadLimit)
    let members = (0..<sweep.memberCount).map { _ in ColumnSum(paddedCount: sweep.paddedCount) }
    let ones = [Double](repeating: 1, count: RowBlock.capacity)
    let d = matrix.columnCount
    sweep.forEachBlock(minus: first, members) { member, block, range in
      block.fill(column: d, with: 1)
      (weights?[range] ?? ones[..<range.count]).withVectorView {
        block.addCombination(of: $0, to: member.sum)
      }
    }
    let sums = members.map(\.sum.copied)
    let total = sums.reduce(0) { $0 + $1[d] }
    means = (0..<d).map { j in first[j] + sums.reduce(0) { $0 + $1[j] } / total }
  }

  /// Means of 0: for models without an intercept.
  init(ofNothingFor columnCount: Int) {
    means = [Double](repeating: 0, count: columnCount)
  }
}

/// One member's part of the sums of columns.
private final class ColumnSum {
  let sum: VectorView<Double>
  private let workspace: Workspace<Double>

  init(paddedCount: Int) {
    workspace = Workspace(shapes: [(1, paddedCount)])
    sum = workspace.matrix(rows: 1, columns: paddedCount).asVector
  }
}
