import LinearAlgebra

extension PrincipalAxes {
  /// Mean squared errors of each penalty's fit: of rows left out one at a time, and of all rows.
  struct Errors {
    /// Infinite where a row decides its own fit alone.
    var leaveOneOut: Double
    var training: Double
  }

  /// From one pass over the rows, for all penalties.
  ///
  /// **Formula** residual / (1 − leverage): the error a row would have if it were left out, with the
  /// sum of penalties as it is (Allen 1974; Golub, Heath and Wahba 1979)
  func errors(products: [Double], penalties: [Double]) -> [Errors] {
    let (r, k) = (squares.count, penalties.count)
    guard k > 0 else { return [] }
    let sweep = problem.sweep
    let width = max(4, (r + 3) / 4 * 4)
    var axes = Matrix(rowCount: sweep.columnCount, columnCount: width)
    for a in 0..<r {
      for (position, column) in problem.keptColumns.enumerated() {
        axes[column, a] = vectors[a, position]
      }
    }
    var coefficients = Matrix(rowCount: width, columnCount: k)
    var inverses = coefficients
    for (l, l2) in penalties.enumerated() {
      for (a, inverse) in self.inverses(l2: l2).enumerated() {
        inverses[a, l] = inverse
        coefficients[a, l] = inverse * products[a]
      }
    }
    let members = (0..<sweep.memberCount).map { _ in
      Member(axes: axes, coefficients: coefficients, inverses: inverses)
    }
    let total = problem.totalWeight
    let base = problem.fitsIntercept ? 1 / total : 0
    let (values, weights) = (problem.values, problem.rows.weights)
    let mean = problem.moments.responseMean
    sweep.forEachBlock(minus: problem.moments.means, members) { member, block, range in
      member.add(
        block, values: values[range], mean: mean, weights: weights?[range], baseLeverage: base)
    }
    return (0..<k).map { l in
      Errors(
        leaveOneOut: members.reduce(0) { $0 + $1.leftOut[l] } / total,
        training: members.reduce(0) { $0 + $1.kept[l] } / total)
    }
  }

  /// One member's part of the pass.
  private final class Member {
    private let axes: MatrixView<Double>
    private let coefficients: MatrixView<Double>
    private let inverses: MatrixView<Double>
    private let coordinates: MatrixView<Double>
    private let fits: MatrixView<Double>
    private let leverages: MatrixView<Double>
    private let leftOutSums: VectorView<Double>
    private let keptSums: VectorView<Double>
    private let workspace: Workspace<Double>

    init(axes: Matrix, coefficients: Matrix, inverses: Matrix) {
      let (width, k, capacity) = (axes.columnCount, coefficients.columnCount, RowBlock.capacity)
      let workspace = Workspace<Double>(
        shapes: [
          (axes.rowCount, width), (width, k), (width, k), (capacity, width), (capacity, k),
          (capacity, k), (1, k), (1, k),
        ])
      self.axes = workspace.matrix(rows: axes.rowCount, columns: width)
      self.coefficients = workspace.matrix(rows: width, columns: k)
      self.inverses = workspace.matrix(rows: width, columns: k)
      coordinates = workspace.matrix(rows: capacity, columns: width)
      fits = workspace.matrix(rows: capacity, columns: k)
      leverages = workspace.matrix(rows: capacity, columns: k)
      leftOutSums = workspace.matrix(rows: 1, columns: k).asVector
      keptSums = workspace.matrix(rows: 1, columns: k).asVector
      self.workspace = workspace
      axes.withView { self.axes.assign($0) }
      coefficients.withView { self.coefficients.assign($0) }
      inverses.withView { self.inverses.assign($0) }
    }

    var leftOut: [Double] { leftOutSums.copied }
    var kept: [Double] { keptSums.copied }

    func add(
      _ block: RowBlock, values: ArraySlice<Double>, mean: Double, weights: ArraySlice<Double>?,
      baseLeverage: Double
    ) {
      let n = block.rowCount
      block.multiply(by: axes, into: coordinates)
      let own = coordinates.prefix(n)
      fits.prefix(n).assignProduct(own, coefficients)
      Double.multiply(own, by: own, into: own)
      leverages.prefix(n).assignProduct(own, inverses)
      LeaveOneOutSums.add(
        fits: fits.prefix(n), leverages: leverages.prefix(n), baseLeverage: baseLeverage,
        values: values, mean: mean, weights: weights, leftOut: leftOutSums, kept: keptSums)
    }
  }
}
