import Randomness
import Testing

@testable import LinearAlgebra

/// Products of whole numbers, all of whose sums are exact, against plain loops, over shapes that leave
/// each kind of rest and for all vectors that this processor has.
@Suite struct TiledProductTests {
  /// m, n and k.
  private static let shapes = [
    (1, 16, 16), (4, 48, 16), (5, 17, 31), (8, 32, 33), (13, 49, 47), (3, 95, 300), (67, 35, 77),
    (33, 70, 19), (64, 128, 256), (9, 100, 513), (70, 24, 1_700), (128, 20, 801),
  ]

  private func numbers<Scalar: BLASScalar>(_ count: Int, _ seed: UInt64) -> [Scalar] {
    var generator = CounterBasedGenerator(seed: seed, purpose: .synthetic)
    return (0..<count).map { _ in Scalar(generator.integer(below: 17)) - 8 }
  }

  /// The product in tiles over a matrix with gaps that must stay as they are.
  private func check<Scalar: BLASScalar>(
    _ type: Scalar.Type, _ shape: (m: Int, n: Int, k: Int), _ vectors: VectorWidth,
    transposesA: Bool, transposesB: Bool, beta: Scalar
  ) {
    let (m, n, k) = shape
    let gap = 3
    let lda = (transposesA ? m : k) + gap
    let ldb = (transposesB ? k : n) + gap
    let ldc = n + gap
    let a: [Scalar] = numbers((transposesA ? k : m) * lda, 1)
    let b: [Scalar] = numbers((transposesB ? n : k) * ldb, 2)
    var c: [Scalar] = numbers(m * ldc, 3)
    if beta == 0 {
      // What is replaced is not read.
      for i in 0..<m { for j in 0..<n { c[i * ldc + j] = .nan } }
    }
    let before = c
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
      for j in n..<ldc where c[i * ldc + j] != before[i * ldc + j] { wrong += 1 }
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

  /// One thread alone takes a step's products in tiles; with BLAS's own threads they are BLAS's.
  @Test func takesWhatAStepOfTrainingMultiplies() {
    let isAlone = BLASThreads.count == 1
    let widest = VectorWidth.widest
    #expect(
      TiledProduct.fits(false, true, m: 64, n: 256, k: 784) == (isAlone && widest == .bits512))
    #expect(TiledProduct.fits(true, false, m: 128, n: 784, k: 128) == (isAlone && widest != .any))
    #expect(!TiledProduct.fits(true, true, m: 64, n: 256, k: 784))
    #expect(!TiledProduct.fits(false, true, m: 64, n: 10, k: 784), "thin")
    #expect(!TiledProduct.fits(false, false, m: 1_024, n: 1_024, k: 1_024), "large")
    #expect(!TiledProduct.fits(false, false, m: 32, n: 32, k: 32), "small")
  }
}
