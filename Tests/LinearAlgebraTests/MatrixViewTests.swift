import LinearAlgebra
import Randomness
import TestSupport
import Testing

private func matrix<Scalar: BLASScalar>(_ m: Matrix, as type: Scalar.Type) -> DenseMatrix<Scalar> {
  m.converted(to: type)
}

private func expectProduct<Scalar: BLASScalar>(
  _ m: Int, _ n: Int, _ k: Int, _ transposesA: Bool, _ transposesB: Bool, _ type: Scalar.Type,
  tolerance: Double
) {
  var generator = CounterBasedGenerator(seed: 3, purpose: .synthetic, epoch: m, step: n + 100 * k)
  let a = generator.matrix(m, k)
  let b = generator.matrix(k, n)
  let start = generator.matrix(m, n)
  let storedA = (transposesA ? naiveTranspose(a) : a).converted(to: type)
  let storedB = (transposesB ? naiveTranspose(b) : b).converted(to: type)
  var c = start.converted(to: type)
  storedA.withView { a in
    storedB.withView { b in
      c.storage.withMutableView { c in
        c.matrix(at: 0, rows: m, columns: n).assignProduct(
          a, b, transposingFirst: transposesA, transposingSecond: transposesB, alpha: 2, beta: 0.5)
      }
    }
  }
  let product = naiveProduct(a, b)
  for i in 0..<(m * n) {
    let expected = 2 * product.storage[i] + 0.5 * start.storage[i]
    #expect(abs(Double(c.storage[i]) - expected) < tolerance)
  }
}

@Test(
  arguments: [(1, 1, 1), (3, 5, 2), (17, 9, 33), (64, 10, 31)], [false, true])
func productAgreesWithItsDefinition(shape: (Int, Int, Int), transposesA: Bool) {
  for transposesB in [false, true] {
    let (m, n, k) = shape
    expectProduct(m, n, k, transposesA, transposesB, Double.self, tolerance: 1e-12)
    expectProduct(m, n, k, transposesA, transposesB, Float.self, tolerance: 1e-4)
  }
}

@Test func viewsOfSomeColumnsLeaveTheOthersAlone() {
  var storage = [Double](repeating: 7, count: 12)
  let a = Matrix(rows: [[1, 2], [3, 4], [5, 6]])
  a.withView { a in
    storage.withMutableView { all in
      all.matrix(at: 0, rows: 3, columns: 4).columns(2).assign(a)
    }
  }
  #expect(storage == [1, 2, 7, 7, 3, 4, 7, 7, 5, 6, 7, 7])
}

@Test func gathersRowsInTheOrderAsked() {
  let source = Matrix(rows: [[1, 2], [3, 4], [5, 6]])
  let workspace = Workspace<Double>(shapes: [(rows: 3, columns: 2)])
  let target = workspace.matrix(rows: 3, columns: 2)
  target.gather([2, 0, 2], from: source)
  #expect(target.copied == Matrix(rows: [[5, 6], [1, 2], [5, 6]]))
}

@Test func workspacePiecesDoNotOverlap() {
  let workspace = Workspace<Float>(shapes: [(rows: 3, columns: 3), (rows: 1, columns: 5)])
  let first = workspace.matrix(rows: 3, columns: 3)
  let second = workspace.matrix(rows: 1, columns: 5)
  #expect(first.copied.storage.allSatisfy { $0 == 0 })
  first.fill(with: 1)
  second.fill(with: 2)
  #expect(first.copied.storage.array == [Float](repeating: 1, count: 9))
  #expect(second.copied.storage.array == [Float](repeating: 2, count: 5))
}

@Test(arguments: [0.1, 0.5, 0.9])
func dropoutMaskKeepsItsShareAndItsMean(share: Double) {
  let workspace = Workspace<Double>(shapes: [(rows: 101, columns: 99)])
  let mask = workspace.matrix(rows: 101, columns: 99)
  var generator = CounterBasedGenerator(seed: 5, purpose: .dropout)
  mask.fillWithDropoutMask(share: share, using: &generator)
  let values = mask.copied.storage.array
  let dropped = Double(values.count { $0 == 0 }) / Double(values.count)
  // Four standard errors of a share of 9999 draws.
  #expect(abs(dropped - share) < 4 * (share * (1 - share) / 9999).squareRoot())
  #expect(values.allSatisfy { $0 == 0 || abs($0 - 1 / (1 - share)) < 1e-15 })
}

@Test func findsTheFirstNumberThatIsNotFinite() {
  #expect([1.0, 2.0].withView { $0.firstNonFinite } == nil)
  #expect([1.0, .infinity, .nan].withView { $0.firstNonFinite } == 1)
  // Beyond the first block of 256.
  for position in [255, 256, 999] {
    var values = [Float](repeating: 1e38, count: 1000)
    values[position] = .nan
    #expect(values.withView { $0.firstNonFinite } == position)
  }
}
