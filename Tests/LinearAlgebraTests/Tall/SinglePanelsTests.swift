import Randomness
import Testing

@testable import LinearAlgebra

/// Gram matrices in single precision against plain loops in double, over shapes that leave each kind
/// of rest, for all vectors that this processor has.
@Suite struct SinglePanelsTests {
  private func random(_ n: Int, _ d: Int, seed: UInt64) -> Matrix {
    var generator = CounterBasedGenerator(seed: seed, purpose: .synthetic)
    return Matrix(
      rowCount: n, columnCount: d, storage: (0..<(n * d)).map { _ in generator.normal() })
  }

  @Test(
    arguments: [
      (1, 1), (3, 5), (95, 7), (97, 8), (193, 9), (200, 17), (191, 23), (400, 31), (50, 41),
      (385, 49), (600, 104), (800, 261),
    ], VectorWidth.available)
  func sumsTheProductsOfAllPairsOfColumns(shape: (Int, Int), vectors: VectorWidth) {
    let (n, d) = shape
    let x = random(n, d, seed: UInt64(n))
    let factors = random(n, 1, seed: 5).storage.array
    let sweep = RowSweep(x, extraColumnCount: 0, threadLimit: 1)
    let p = sweep.paddedCount
    let workspace = Workspace<Double>(shapes: [(p, p), (p, p)])
    let plain = workspace.matrix(rows: p, columns: p).asVector
    let scaled = workspace.matrix(rows: p, columns: p).asVector
    let panels = SinglePanels(order: p, vectors: vectors)
    let scaledPanels = SinglePanels(order: p, vectors: vectors)
    defer { withExtendedLifetime(workspace) {} }
    let owner = [workspace]
    sweep.forEachBlock(minus: [Double](repeating: 0, count: d), owner) { _, block, range in
      panels.add(block, to: plain)
      factors[range].withVectorView { scaledPanels.add(block, scaledBy: $0, to: scaled) }
    }
    panels.finish(plain)
    scaledPanels.finish(scaled)
    let (plainSums, scaledSums) = (plain.copied, scaled.copied)
    for a in 0..<d {
      for b in a..<d {
        var product = 0.0
        var weighted = 0.0
        // What roundings to 24 bits, of both factors and of each partial sum, can do at most.
        var size = 0.0
        var weightedSize = 0.0
        for i in 0..<n {
          let term = x.storage[i * d + a] * x.storage[i * d + b]
          let weight = factors[i] * factors[i]
          product += term
          weighted += weight * term
          size += abs(term)
          weightedSize += abs(weight * term)
        }
        let most = Double(min(n, 384) + 3) * 0x1p-24
        #expect(abs(plainSums[a * p + b] - product) <= most * size, "\(a) \(b)")
        #expect(abs(scaledSums[a * p + b] - weighted) <= most * weightedSize, "\(a) \(b), scaled")
      }
    }
  }

  @Test func sharesOfRowsGiveTheSumOverThoseRows() {
    let n = 1_000
    let x = random(n, 3, seed: 9)
    let sweep = RowSweep(x, extraColumnCount: 0, threadLimit: 1)
    let member = GramSum(order: sweep.paddedCount, precision: .single)
    final class Rows { var taken = [Int]() }
    let rows = Rows()
    sweep.forEachBlock(minus: [0, 0, 0], [rows], interval: 3) { rows, block, range in
      rows.taken += range
      member.add(block)
    }
    #expect(rows.taken.count < n / 2 && rows.taken.count > n / 5)
    let total = GramSum.total([member], order: 3)
    let expected = rows.taken.reduce(0) { $0 + x.storage[$1 * 3] * x.storage[$1 * 3 + 2] }
    #expect(abs(total.storage[2] - expected) < 1e-4)
    #expect(total.storage[2] == total.storage[6])
  }
}
