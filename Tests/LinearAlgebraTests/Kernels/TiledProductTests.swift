import Randomness
import Testing

@testable import LinearAlgebra

/// Products of whole numbers, all of whose sums are exact, against plain loops, over shapes that
/// leave each kind of rest and for all vectors that this processor has.
@Suite struct TiledProductTests {
  /// m, n and k.
  private static let shapes = [
    (1, 16, 16), (4, 48, 16), (5, 17, 31), (8, 32, 33), (13, 49, 47), (3, 95, 300), (67, 35, 77),
    (33, 70, 19), (64, 128, 256), (9, 100, 513), (70, 24, 1_700), (128, 20, 801),
  ]

  /// Rows of whole numbers, `distance` apart and with no number between them, the last without a gap
  /// behind it.
  private func rows<Scalar: BLASScalar>(
    _ count: Int, _ columns: Int, _ distance: Int, _ seed: UInt64
  ) -> [Scalar] {
    var generator = CounterBasedGenerator(seed: seed, purpose: .synthetic)
    return (0..<((count - 1) * distance + columns)).map {
      let number = Scalar(generator.integer(below: 17)) - 8
      return $0 % distance < columns ? number : .nan
    }
  }

  private func check<Scalar: BLASScalar>(
    _ type: Scalar.Type, _ shape: (m: Int, n: Int, k: Int), _ vectors: VectorWidth,
    transposesA: Bool, transposesB: Bool, beta: Scalar
  ) {
    let (m, n, k) = shape
    let (aRows, aColumns) = transposesA ? (k, m) : (m, k)
    let (bRows, bColumns) = transposesB ? (n, k) : (k, n)
    let (lda, ldb, ldc) = (aColumns + 3, bColumns + 3, n + 3)
    let a: [Scalar] = rows(aRows, aColumns, lda, 1)
    let b: [Scalar] = rows(bRows, bColumns, ldb, 2)
    // What is replaced does not matter.
    let before: [Scalar] =
      beta == 0
      ? [Scalar](repeating: .nan, count: (m - 1) * ldc + n) : rows(m, n, ldc, 3)
    var c = before
    let isDone = Scalar.tiledProduct(
      vectors, transposesA, transposesB, m: m, n: n, k: k, a, lda: lda, b, ldb: ldb, beta: beta,
      &c, ldc: ldc)
    #expect(isDone == (vectors == .bits512 || vectors == .bits256 && !transposesB))
    guard isDone else { return }
    var wrong = 0
    for i in 0..<m {
      for j in 0..<n {
        var sum = beta == 0 ? 0 : beta * before[i * ldc + j]
        for l in 0..<k {
          sum +=
            (transposesA ? a[l * lda + i] : a[i * lda + l])
            * (transposesB ? b[j * ldb + l] : b[l * ldb + j])
        }
        if c[i * ldc + j] != sum { wrong += 1 }
      }
      if i < m - 1 {
        for j in n..<ldc where !c[i * ldc + j].isNaN { wrong += 1 }
      }
    }
    #expect(wrong == 0)
  }

  @Test(arguments: shapes, VectorWidth.available)
  func isThePlainProduct(shape: (Int, Int, Int), vectors: VectorWidth) {
    for (transposesA, transposesB) in [(false, true), (true, false), (false, false)] {
      for beta in [0, 1, -2] {
        check(
          Float.self, shape, vectors, transposesA: transposesA, transposesB: transposesB,
          beta: Float(beta))
        check(
          Double.self, shape, vectors, transposesA: transposesA, transposesB: transposesB,
          beta: Double(beta))
      }
    }
  }

  @Test func takesWhatAStepOfTrainingMultiplies() {
    func fits(
      _ transposesA: Bool, _ transposesB: Bool, m: Int, n: Int, k: Int, isAlone: Bool = true
    ) -> Bool {
      TiledProduct.fits(transposesA, transposesB, m: m, n: n, k: k, isAlone: isAlone)
    }
    let widest = VectorWidth.widest
    #expect(fits(false, true, m: 64, n: 256, k: 784) == (widest == .bits512))
    #expect(fits(true, false, m: 128, n: 784, k: 128) == (widest != .any))
    #expect(!fits(true, false, m: 128, n: 784, k: 128, isAlone: false), "BLAS has more threads")
    #expect(!fits(true, true, m: 64, n: 256, k: 784))
    #expect(!fits(false, true, m: 64, n: 10, k: 784), "thin")
    #expect(!fits(false, false, m: 1_024, n: 1_024, k: 1_024), "large")
    #expect(!fits(false, false, m: 32, n: 32, k: 32), "small")
  }
}
