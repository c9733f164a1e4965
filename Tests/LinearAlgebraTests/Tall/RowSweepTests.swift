import Randomness
import Testing

@testable import LinearAlgebra

/// What a pass leaves in each member's hands.
private final class Sums {
  let workspace: Workspace<Double>
  let gram: VectorView<Double>
  let combination: VectorView<Double>
  let weights: VectorView<Double>
  let products: VectorView<Double>
  let factors: MatrixView<Double>
  let outputs: MatrixView<Double>
  let negativeGradient: MatrixView<Double>
  var fits = [Int: [Double]]()
  var rows = [Int]()

  init(columns: Int, padded p: Int, width: Int) {
    let capacity = RowBlock.capacity
    workspace = Workspace(
      shapes: [
        (p, p), (1, p), (1, p), (1, capacity), (columns, width), (capacity, width), (p, width),
      ])
    gram = workspace.matrix(rows: p, columns: p).asVector
    combination = workspace.matrix(rows: 1, columns: p).asVector
    weights = workspace.matrix(rows: 1, columns: p).asVector
    products = workspace.matrix(rows: 1, columns: capacity).asVector
    factors = workspace.matrix(rows: columns, columns: width)
    outputs = workspace.matrix(rows: capacity, columns: width)
    negativeGradient = workspace.matrix(rows: p, columns: width)
  }
}

/// Every kernel of a block against plain loops, over shapes that leave each kind of rest.
@Suite struct RowSweepTests {
  private func random(_ n: Int, _ d: Int, seed: UInt64) -> Matrix {
    var generator = CounterBasedGenerator(seed: seed, purpose: .synthetic)
    return Matrix(
      rowCount: n, columnCount: d, storage: (0..<(n * d)).map { _ in generator.normal() })
  }

  @Test(
    arguments: [(1, 1), (3, 5), (95, 7), (97, 8), (200, 12), (191, 23), (50, 31), (2_100, 64)],
    [1, 2])
  func passesGiveWhatPlainLoopsGive(shape: (Int, Int), threadLimit: Int) {
    let (n, d) = shape
    let width = 12
    let x = random(n, d, seed: UInt64(n))
    let shift = random(1, d, seed: 2).storage.array
    let w = random(1, d + 1, seed: 3).storage.array
    let many = random(d + 1, width, seed: 4)
    let sweep = RowSweep(x, extraColumnCount: 1, threadLimit: threadLimit)
    let members = (0..<sweep.memberCount).map { _ in
      Sums(columns: d + 1, padded: sweep.paddedCount, width: width)
    }
    for member in members {
      member.weights.assignPrefix(w)
      for i in 0...d { for j in 0..<width { member.factors[i, j] = many[i, j] } }
    }
    sweep.forEachBlock(minus: shift, members) { member, block, range in
      block.fill(column: d, with: 1)
      block.multiply(by: member.weights, into: member.products)
      member.fits[range.lowerBound] = Array(member.products.copied[..<range.count])
      block.addCombination(of: member.products, to: member.combination)
      block.multiply(by: member.factors, into: member.outputs)
      block.addCombination(of: member.outputs, to: member.negativeGradient)
      block.addGram(to: member.gram)
      member.rows += range
    }
    #expect(members.flatMap(\.rows).sorted() == Array(0..<n))

    // The same by hand: rows with a column of ones behind them.
    let rows = (0..<n).map { i in (0..<d).map { x[i, $0] - shift[$0] } + [1] }
    let fits = rows.map { row in zip(row, w).reduce(0) { $0 + $1.0 * $1.1 } }
    let found = members.flatMap { member in
      member.fits.sorted { $0.key < $1.key }.flatMap(\.value)
    }
    // Sums of up to d + 1 products, then of n: some ulps of the largest.
    let tolerance = 1e-12 * Double(n * (d + 1))
    #expect(zip(found, fits).allSatisfy { abs($0 - $1) < tolerance } && found.count == n)
    let p = sweep.paddedCount
    for a in 0...d {
      let sum = members.reduce(0) { $0 + $1.combination.copied[a] }
      let expected = (0..<n).reduce(0) { $0 + rows[$1][a] * fits[$1] }
      #expect(abs(sum - expected) < tolerance, "combination \(a)")
      for b in a...d {
        let gram = members.reduce(0) { $0 + $1.gram.copied[a * p + b] }
        let product = rows.reduce(0) { $0 + $1[a] * $1[b] }
        #expect(abs(gram - product) < tolerance, "gram \(a) \(b)")
      }
      for j in [0, 5, 11] {
        let found = members.reduce(0) { $0 + $1.negativeGradient[a, j] }
        let expected = rows.reduce(0.0) { sum, row in
          sum + row[a] * (0...d).reduce(0) { $0 + row[$1] * many[$1, j] }
        }
        #expect(abs(found - expected) < tolerance * Double(d + 1), "gradient \(a) \(j)")
      }
    }
  }

  @Test func scalesRowsAndSetsExtraColumns() {
    let x = Matrix(rows: [[1, 2], [3, 4], [5, 6]])
    let sweep = RowSweep(x, extraColumnCount: 1, threadLimit: 1)
    let members = [Sums(columns: 3, padded: sweep.paddedCount, width: 4)]
    sweep.forEachBlock(minus: [1, 1], members) { _, block, range in
      block.fill(column: 2, with: [10, 20, 30][range], minus: 10)
      [Double]([1, 2, -1]).withView { block.scaleRows(by: $0) }
      // (0, 1, 0)·1, (2, 3, 10)·2, (4, 5, 20)·−1
      #expect(block.column(0) == [0, 4, -4])
      #expect(block.column(1) == [1, 6, -5])
      #expect(block.column(2) == [0, 20, -20])
    }
  }

  @Test func logisticLossesMeetTheirFormulaAtTheExtremes() {
    let x = Matrix(rows: [[-800], [-2], [0], [3], [800]])
    let classes = [0, 1, 1, 0, 0]
    let sweep = RowSweep(x, extraColumnCount: 0, threadLimit: 1)
    let members = [Sums(columns: 1, padded: sweep.paddedCount, width: 4)]
    members[0].weights.assignPrefix([1])
    var loss = 0.0
    sweep.forEachBlock(minus: [0], members) { member, block, range in
      block.multiply(by: member.weights, into: member.products)
      loss += block.logisticLoss(
        of: member.products, intercept: 0, classes: classes[range], weights: nil, smoothing: 0,
        residuals: member.negativeGradient.asVector, curvatureRoots: member.combination)
      // σ(z) − t, and √(σ(z)·(1 − σ(z))).
      let residuals = member.negativeGradient.asVector.copied
      let expected = [0, 0.1192029220221176 - 1, -0.5, 0.9525741268224334, 1]
      #expect(zip(residuals, expected).allSatisfy { abs($0 - $1) < 1e-15 })
      let roots = member.combination.copied
      let curvatures = [0, 0.1049935854035065, 0.25, 0.04517665973091214, 0]
      #expect(zip(roots, curvatures).allSatisfy { abs($0 * $0 - $1) < 1e-15 })
    }
    // 0 + log(1 + e²) + log 2 + log(1 + e³) + 800
    #expect(abs(loss - (2.1269280110429727 + 0.6931471805599453 + 3.048587351573742 + 800)) < 1e-12)
  }
}
