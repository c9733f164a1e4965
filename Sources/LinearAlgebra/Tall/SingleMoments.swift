/// One thread's part of the second moments of weighted rows and a response, without a copy of the rows:
/// the products of the inputs in single precision, everything else in double.
public final class SingleMoments {
  private let columnCount: Int
  private let gram: GramPart
  private let workspace: Workspace<Double>
  private let shift: VectorView<Double>
  private let sums: VectorView<Double>
  private let products: VectorView<Double>
  private let factors: RowFactors
  private var totalWeight = 0.0
  private var responseSum = 0.0
  private var responseSquare = 0.0

  /// The products of all pairs of columns so far.
  private struct GramPart {
    let panels: SinglePanels
    let workspace: Workspace<Double>
    let sum: VectorView<Double>

    init(order: Int) {
      panels = SinglePanels(order: order)
      workspace = Workspace(shapes: [(order, order)])
      sum = workspace.matrix(rows: order, columns: order).asVector
    }
  }

  /// - Parameter shift: Subtracted from the columns, [d].
  public init(minus shift: [Double]) {
    columnCount = shift.count
    let order = (shift.count + 7) / 8 * 8
    gram = GramPart(order: order)
    let workspace = Workspace<Double>(
      shapes: [(1, order), (1, order), (1, order)]
        + [(rows: Int, columns: Int)](repeating: (1, RowBlock.capacity), count: 3))
    func vector(_ count: Int) -> VectorView<Double> {
      workspace.matrix(rows: 1, columns: count).asVector
    }
    self.workspace = workspace
    self.shift = vector(order)
    sums = vector(order)
    products = vector(order)
    factors = RowFactors(
      weights: vector(RowBlock.capacity), roots: vector(RowBlock.capacity),
      responses: vector(RowBlock.capacity))
    self.shift.assignPrefix(shift)
    factors.weights.fill(with: 1)
    factors.roots.fill(with: 1)
  }

  /// Adds rows.
  ///
  /// **Shapes** rows [n, d], n ≤ `RowBlock.capacity`; responses, weights [n], for one thread always
  /// with weights or never
  public func add(
    _ rows: MatrixView<Double>, responses: ArraySlice<Double>, minus responseShift: Double,
    weights: ArraySlice<Double>?
  ) {
    let n = rows.rowCount
    guard n <= RowBlock.capacity, rows.columnCount == columnCount, responses.count == n,
      weights?.count ?? n == n
    else {
      shapeMismatch("moments of rows", expected: [n, columnCount], found: [responses.count])
    }
    if let weights {
      for (i, weight) in weights.enumerated() {
        factors.weights.base[i] = weight
        factors.roots.base[i] = weight.squareRoot()
      }
    }
    for (i, response) in responses.enumerated() {
      let weight = factors.weights.base[i]
      let rest = response - responseShift
      factors.responses.base[i] = weight * rest
      totalWeight += weight
      responseSum += weight * rest
      responseSquare += weight * rest * rest
    }
    gram.panels.take(
      rows, minus: shift, factors: factors, sums: sums, products: products, to: gram.sum)
  }

  /// The sum over the threads: inputs, response, ones; [d + 2, d + 2], both triangles.
  public static func total(_ members: [SingleMoments], columnCount d: Int) -> Matrix {
    var result = Matrix(rowCount: d + 2, columnCount: d + 2)
    result.storage.withUnsafeMutableBufferPointer { result in
      for member in members {
        guard member.columnCount == d else {
          shapeMismatch("moments of members", expected: [d], found: [member.columnCount])
        }
        member.gram.panels.finish(member.gram.sum)
        let order = member.sums.count
        for i in 0..<d {
          let row = member.gram.sum.base + i * order
          let target = i * (d + 2)
          for j in i..<d { result[target + j] += row[j] }
          result[target + d] += member.products.base[i]
          result[target + d + 1] += member.sums.base[i]
        }
        result[d * (d + 2) + d] += member.responseSquare
        result[d * (d + 2) + d + 1] += member.responseSum
        result[(d + 1) * (d + 2) + d + 1] += member.totalWeight
      }
      for i in 0..<(d + 2) {
        for j in 0..<i { result[i * (d + 2) + j] = result[j * (d + 2) + i] }
      }
    }
    return result
  }
}

/// Factors of each row of a block: its weight, the weight's root, and weight times response.
struct RowFactors {
  let weights: VectorView<Double>
  let roots: VectorView<Double>
  let responses: VectorView<Double>
}
