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
  /// A squared distance between mean and guess, in variances, that costs four digits: another pass.
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
    let weights = rows.weights
    switch precision {
    case .single:
      let members = (0..<sweep.memberCount).map { _ in SingleMoments(minus: shift) }
      sweep.forEachRows(members) { member, rows, range in
        member.add(
          rows, responses: values[range], minus: responseShift, weights: weights?[range])
      }
      return SingleMoments.total(members, columnCount: d)
    case .double:
      let members = (0..<sweep.memberCount).map { _ in GramSum(order: sweep.paddedCount) }
      let roots = weights?.map { $0.squareRoot() }
      sweep.forEachBlock(minus: shift, members) { member, block, range in
        block.fill(column: d, with: values[range], minus: responseShift)
        block.fill(column: d + 1, with: 1)
        if let roots {
          roots[range].withVectorView { member.add(block, scaledBy: $0) }
        } else {
          member.add(block)
        }
      }
      return GramSum.total(members, order: d + 2)
    }
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
