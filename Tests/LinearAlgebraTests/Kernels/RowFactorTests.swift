import LinearAlgebra
import Randomness
import TestSupport
import Testing

@Suite struct RowFactorTests {
  /// (rows, columns of the result, terms): narrower than a tile, as wide as some, and long.
  private static let shapes = [
    (1, 1, 1), (5, 1, 30), (9, 2, 108), (7, 10, 64), (13, 15, 40), (19, 16, 3), (70, 17, 784),
    (33, 64, 300), (257, 128, 520),
  ]

  @Test(arguments: shapes, [UInt64(1), 2])
  func rowsHaveTheSameBitsAloneAndAmongOthers(_ shape: (Int, Int, Int), seed: UInt64) {
    let (m, n, k) = shape
    var generator = CounterBasedGenerator(seed: seed, purpose: .synthetic)
    let (a, b) = (generator.matrix(m, k), generator.matrix(n, k))
    expectSameBits(a, b)
    expectSameBits(a.converted(to: Float.self), b.converted(to: Float.self))
  }

  private func expectSameBits<Scalar: BLASScalar>(
    _ a: DenseMatrix<Scalar>, _ b: DenseMatrix<Scalar>
  ) {
    let factor = b.withView { RowFactor<Scalar>(transposing: $0) }
    func product(_ rows: Range<Int>) -> [Scalar] {
      let workspace = Workspace<Scalar>(shapes: [(rows.count, b.rowCount)])
      let c = workspace.matrix(rows: rows.count, columns: b.rowCount)
      a.withView { factor.product(of: $0.rows(rows), into: c) }
      return Array(c.copied.storage)
    }
    let whole = product(0..<a.rowCount)
    for start in 0..<a.rowCount {
      let row = Array(whole[(start * b.rowCount)..<((start + 1) * b.rowCount)])
      #expect(product(start..<(start + 1)) == row)
      let end = min(a.rowCount, start + 6)
      #expect(Array(product(start..<end).prefix(b.rowCount)) == row)
    }
  }

  @Test(arguments: shapes)
  func isTheProductByItsDefinition(_ shape: (Int, Int, Int)) {
    let (m, n, k) = shape
    var generator = CounterBasedGenerator(seed: 3, purpose: .synthetic)
    let (a, b) = (generator.matrix(m, k), generator.matrix(n, k))
    let factor = b.withView { RowFactor<Double>(transposing: $0) }
    let workspace = Workspace<Double>(shapes: [(m, n)])
    let c = workspace.matrix(rows: m, columns: n)
    a.withView { factor.product(of: $0, into: c) }
    #expect(
      relativeDifference(
        Array(c.copied.storage), Array(naiveProduct(a, naiveTranspose(b)).storage)) < 1e-13)
  }
}
