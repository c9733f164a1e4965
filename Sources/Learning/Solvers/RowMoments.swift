import LinearAlgebra

/// The means and second moments of weighted rows beside a response, from one pass over the rows.
struct RowMoments {
  /// Σ s, s the rows' weights.
  let totalWeight: Double
  /// What is taken off the inputs, [d]: their means, or 0 for a model without an intercept.
  let means: [Double]
  let responseMean: Double
  /// Σ s·(x − means)·(x − means)ᵀ, [d, d]; the only part that single precision touches.
  let gram: Matrix
  /// Σ s·(x − means)·(y − responseMean), [d].
  let products: [Double]
  /// Σ s·(y − responseMean)².
  let responseSquare: Double

  /// Rows from which the shift of the first pass is guessed.
  private static let sampleCount = 512
  /// A mean whose square is so many variances from the guess has cost four digits: once more.
  private static let farAway = 1e4

  /// - Parameter sweep: Over the inputs of `rows`, with two extra columns.
  init(
    _ rows: LabelledRows<Double>, values: [Double], isCentred: Bool, sweep: RowSweep,
    precision: GramSum.Precision = .double
  ) {
    let d = rows.inputs.columnCount
    var shift = [Double](repeating: 0, count: d)
    var responseShift = 0.0
    if isCentred { (shift, responseShift) = Self.sampleMeans(rows.inputs, values) }
    var sums = Self.sums(rows, values, shift, responseShift, sweep, precision)
    if isCentred {
      for _ in 0..<2 where Self.isFar(sums) {
        for j in 0..<d { shift[j] += sums[d + 1, j] / sums[d + 1, d + 1] }
        responseShift += sums[d + 1, d] / sums[d + 1, d + 1]
        sums = Self.sums(rows, values, shift, responseShift, sweep, precision)
      }
    }
    let total = sums[d + 1, d + 1]
    // The offsets that are left: the moments about the means follow from those about the shift.
    let offsets = (0...d).map { isCentred ? sums[d + 1, $0] / total : 0 }
    func moment(_ i: Int, _ j: Int) -> Double { sums[i, j] - total * offsets[i] * offsets[j] }
    var gram = Matrix(rowCount: d, columnCount: d)
    for i in 0..<d {
      for j in i..<d {
        let value = moment(i, j)
        gram.storage[i * d + j] = value
        gram.storage[j * d + i] = value
      }
    }
    totalWeight = total
    means = isCentred ? (0..<d).map { shift[$0] + offsets[$0] } : shift
    responseMean = isCentred ? responseShift + offsets[d] : 0
    self.gram = gram
    products = (0..<d).map { moment($0, d) }
    responseSquare = moment(d, d)
  }

  /// Whether sums and spreads show the numbers of a broken input.
  var isFinite: Bool {
    responseSquare.isFinite && gram.storage.allSatisfy(\.isFinite)
      && products.allSatisfy(\.isFinite)
  }

  /// The products of all pairs of columns: inputs, response, ones; [d + 2, d + 2].
  static func sums(
    _ rows: LabelledRows<Double>, _ values: [Double], _ shift: [Double], _ responseShift: Double,
    _ sweep: RowSweep, _ precision: GramSum.Precision
  ) -> Matrix {
    let d = rows.inputs.columnCount
    let members = (0..<sweep.memberCount).map { _ in
      MomentSum(paddedCount: sweep.paddedCount, precision: precision)
    }
    let roots = rows.weights?.map { $0.squareRoot() }
    let (weights, ones) = (rows.weights, [Double](repeating: 1, count: RowBlock.capacity))
    sweep.forEachBlock(minus: shift, members) { member, block, range in
      block.fill(column: d, with: values[range], minus: responseShift)
      block.fill(column: d + 1, with: 1)
      if precision == .single {
        (weights?[range] ?? ones[..<range.count]).withVectorView {
          member.addExactly(block, weights: $0, responseColumn: d)
        }
      }
      if let roots {
        roots[range].withVectorView { member.gram.add(block, scaledBy: $0) }
      } else {
        member.gram.add(block)
      }
    }
    var result = GramSum.total(members.map(\.gram), order: d + 2)
    if precision == .single {
      let exact = [(d, members.map(\.responseProducts)), (d + 1, members.map(\.sums))]
      for (row, sums) in exact {
        for j in 0...(d + 1) {
          let sum = sums.reduce(0) { $0 + $1[j] }
          result.storage[row * (d + 2) + j] = sum
          result.storage[j * (d + 2) + row] = sum
        }
      }
    }
    return result
  }

  /// The means of some rows spread over all; of a constant column, its value to the last bit.
  private static func sampleMeans(
    _ inputs: Matrix, _ values: [Double]
  ) -> (inputs: [Double], response: Double) {
    let (n, d) = (inputs.rowCount, inputs.columnCount)
    let first = inputs.row(0)
    var sums = [Double](repeating: 0, count: d)
    var responseSum = 0.0
    let count = min(n, sampleCount)
    for k in 0..<count {
      let i = k * n / count
      for j in 0..<d { sums[j] += inputs.storage[i * d + j] - first[j] }
      responseSum += values[i] - values[0]
    }
    return (
      (0..<d).map { first[$0] + sums[$0] / Double(count) },
      values[0] + responseSum / Double(count)
    )
  }

  private static func isFar(_ sums: Matrix) -> Bool {
    let ones = sums.rowCount - 1
    let total = sums[ones, ones]
    return (0..<ones).contains { j in
      let offset = sums[ones, j] / total
      let square = total * offset * offset
      let rest = sums[j, j] - square
      return square.isFinite && square > farAway * max(rest, 0) && square > 0
    }
  }
}

/// One member's part of the products of all pairs of columns.
private final class MomentSum {
  let gram: GramSum
  private let withResponse: VectorView<Double>
  private let withOnes: VectorView<Double>
  private let factors: VectorView<Double>
  private let workspace: Workspace<Double>

  init(paddedCount: Int, precision: GramSum.Precision) {
    gram = GramSum(order: paddedCount, precision: precision)
    workspace = Workspace(shapes: [(1, paddedCount), (1, paddedCount), (1, RowBlock.capacity)])
    withResponse = workspace.matrix(rows: 1, columns: paddedCount).asVector
    withOnes = workspace.matrix(rows: 1, columns: paddedCount).asVector
    factors = workspace.matrix(rows: 1, columns: RowBlock.capacity).asVector
  }

  /// The products with the response, in double whatever the Gram matrix is in, [padded].
  var responseProducts: [Double] { withResponse.copied }
  /// The products with ones, likewise.
  var sums: [Double] { withOnes.copied }

  /// Adds the products with the response and with ones.
  func addExactly(_ block: RowBlock, weights: VectorView<Double>, responseColumn: Int) {
    block.addCombination(of: weights, to: withOnes)
    block.copy(column: responseColumn, scaledBy: weights, into: factors)
    block.addCombination(of: factors, to: withResponse)
  }
}
