import Randomness
import Testing

@testable import LinearAlgebra

/// Passes straight over a matrix against plain loops, over shapes that leave each kind of rest.
@Suite struct SingleMomentsTests {
  private static let shapes = [
    (1, 1), (2, 3), (5, 8), (13, 7), (95, 9), (97, 16), (200, 17), (191, 23), (400, 31), (300, 100),
    (2_100, 64),
  ]

  private func random(_ n: Int, _ d: Int, seed: UInt64) -> [Double] {
    var generator = CounterBasedGenerator(seed: seed, purpose: .synthetic)
    return (0..<(n * d)).map { _ in generator.normal() }
  }

  /// Two rows by hand, about the shift 1 and 2: (1, y 3) and (−1, y 1) with weights 1 and 4.
  @Test func weightsTwoRows() {
    let rows = Matrix(rows: [[2], [0]])
    let sums = SingleMoments(minus: [1])
    rows.withView {
      sums.add($0, responses: [5, 3], minus: 2, weights: [1, 4])
    }
    let total = SingleMoments.total([sums], columnCount: 1)
    #expect(total == Matrix(rows: [[5, -1, -3], [-1, 13, 7], [-3, 7, 5]]))
  }

  @Test(arguments: shapes, [true, false])
  func sumsWhatPlainLoopsSum(shape: (Int, Int), isWeighted: Bool) {
    let (n, d) = shape
    let x = Matrix(rowCount: n, columnCount: d, storage: random(n, d, seed: UInt64(n)))
    let (shift, y) = (random(1, d, seed: 2), random(n, 1, seed: 3))
    let weights = isWeighted ? random(n, 1, seed: 4).map { $0 * $0 } : nil
    let sweep = RowSweep(x, extraColumnCount: 2, threadLimit: 2)
    let members = (0..<sweep.memberCount).map { _ in SingleMoments(minus: shift) }
    sweep.forEachRows(members) { member, rows, range in
      member.add(rows, responses: y[range], minus: 0.5, weights: weights?[range])
    }
    let total = SingleMoments.total(members, columnCount: d)
    func number(_ i: Int, _ column: Int) -> Double {
      column == d + 1 ? 1 : column == d ? y[i] - 0.5 : x.storage[i * d + column] - shift[column]
    }
    for a in 0..<(d + 2) {
      for b in a..<(d + 2) {
        var sum = 0.0
        var size = 0.0
        for i in 0..<n {
          let term = (weights?[i] ?? 1) * number(i, a) * number(i, b)
          sum += term
          size += abs(term)
        }
        // The inputs' own products are in single precision, sums of some hundred rows at most; what
        // has the response or the ones in it is in double.
        let most = b < d ? Double(min(n, 300) + 4) * 0x1p-24 : Double(n + 4) * 0x1p-52
        #expect(abs(total[a, b] - sum) <= most * size, "\(a) \(b)")
        #expect(total[b, a] == total[a, b])
      }
    }
  }

  @Test(arguments: shapes, [true, false])
  func descendsAsPlainLoopsDo(shape: (Int, Int), isWeighted: Bool) {
    let (n, d) = shape
    let x = Matrix(rowCount: n, columnCount: d, storage: random(n, d, seed: UInt64(n)))
    let (shift, w, y) = (random(1, d, seed: 2), random(1, d, seed: 3), random(n, 1, seed: 5))
    let weights = isWeighted ? random(n, 1, seed: 4).map { $0 * $0 } : nil
    let sweep = RowSweep(x, extraColumnCount: 2, threadLimit: 2)
    let members = (0..<sweep.memberCount).map { _ in RowDescent(minus: shift, weights: w) }
    sweep.forEachRows(members) { member, rows, range in
      member.add(rows, values: y[range], minus: 0.25, rowWeights: weights?[range])
    }
    var negativeGradient = [Double](repeating: 0, count: d)
    var square = 0.0
    for i in 0..<n {
      let centred = (0..<d).map { x.storage[i * d + $0] - shift[$0] }
      let residual = y[i] - 0.25 - zip(centred, w).reduce(0) { $0 + $1.0 * $1.1 }
      let weight = weights?[i] ?? 1
      square += weight * residual * residual
      for j in 0..<d { negativeGradient[j] += weight * residual * centred[j] }
    }
    // Sums of n numbers of size about d, each rounded; a factor of 50 stands for their spread.
    let most = 50 * Double(n * (d + 1)) * 0x1p-52
    #expect(abs(members.reduce(0) { $0 + $1.square } - square) <= most * (1 + square))
    for j in 0..<d {
      #expect(
        abs(members.reduce(0) { $0 + $1.negativeGradient[j] } - negativeGradient[j]) <= most
          * Double(d), "\(j)")
    }
  }

  @Test func brokenNumbersShow() {
    var x = Matrix(rowCount: 9, columnCount: 3, storage: random(9, 3, seed: 1))
    x.storage[7] = .nan
    let sums = SingleMoments(minus: [0, 0, 0])
    let descent = RowDescent(minus: [0, 0, 0], weights: [1, 1, 1])
    let y = [Double](repeating: 1, count: 9)
    x.withView {
      sums.add($0, responses: y[...], minus: 0, weights: nil)
      descent.add($0, values: y[...], minus: 0, rowWeights: nil)
    }
    let total = SingleMoments.total([sums], columnCount: 3)
    #expect(total[1, 1].isNaN && total[1, 3].isNaN && descent.square.isNaN)
    #expect(total[0, 0].isFinite && total[0, 2].isFinite)
  }
}
