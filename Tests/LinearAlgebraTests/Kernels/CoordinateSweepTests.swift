import Randomness
import Testing

@testable import LinearAlgebra

/// Sweeps over coordinates against the definition of what they minimise.
@Suite struct CoordinateSweepTests {
  private func problem(_ p: Int, seed: UInt64) -> (gram: Matrix, moments: [Double]) {
    var generator = CounterBasedGenerator(seed: seed, purpose: .synthetic)
    let rows = Matrix(
      rowCount: 3 * p, columnCount: p, storage: (0..<(3 * p * p)).map { _ in generator.normal() })
    var gram = rows.gram()
    for i in gram.storage.indices { gram.storage[i] /= Double(3 * p) }
    return (gram, (0..<p).map { _ in generator.normal() })
  }

  /// One column by hand: G = 4, c = 3, l1 = 1, l2 = 1 has its minimum at (3 − 1) / (4 + 1).
  @Test func oneCoordinateGoesToItsMinimum() {
    let gram = Matrix(rows: [[4]])
    var weights = [0.0]
    var descent = [3.0]
    var set = CoordinateWorkingSet(of: 1)
    set.cover([0], of: gram)
    let ending = set.settle(
      weights: &weights, descent: &descent, l1: 1, l2: 1, smallest: 0, limit: 5)
    #expect(abs(weights[0] - 0.4) < 1e-15)
    #expect(abs(descent[0] - 1.4) < 1e-15)
    #expect(ending.isSettled && ending.sweepCount == 2)
  }

  @Test(arguments: [1, 2, 3, 4, 5, 7, 8, 13, 31])
  func settledWeightsFulfilTheConditionsOfTheMinimum(p: Int) {
    let (gram, moments) = problem(p, seed: UInt64(p))
    let columns = (0..<p).filter { $0 % 3 != 1 }
    let (l1, l2) = (0.3, 0.1)
    var weights = [Double](repeating: 0, count: p)
    var descent = moments
    var set = CoordinateWorkingSet(of: p)
    set.cover(columns, of: gram)
    let ending = set.settle(
      weights: &weights, descent: &descent, l1: l1, l2: l2, smallest: 1e-14, limit: 10_000)
    #expect(ending.isSettled)
    let fresh = CoordinateSweep.descent(gram, moments: moments, weights: weights)
    for j in 0..<p {
      // The negative gradient by the definition, c − G·w; a few hundred steps have rounded the kept ones.
      let expected = (0..<p).reduce(moments[j]) { $0 - gram[j, $1] * weights[$1] }
      if columns.contains(j) { #expect(abs(descent[j] - expected) < 1e-12, "kept descent \(j)") }
      #expect(abs(fresh[j] - expected) < 1e-13, "fresh descent \(j)")
      if !columns.contains(j) {
        #expect(weights[j] == 0)
      } else if weights[j] == 0 {
        #expect(abs(expected) <= l1 + 1e-12, "inactive \(j)")
      } else {
        #expect(
          abs(expected - l2 * weights[j] - (weights[j] > 0 ? l1 : -l1)) < 1e-12, "active \(j)")
      }
    }
  }

  @Test func brokenNumbersStayBroken() {
    let gram = Matrix(rows: [[1, 0.5], [0.5, 1]])
    var weights = [0.0, 0.0]
    var descent = [Double.nan, 1]
    var set = CoordinateWorkingSet(of: 2)
    set.cover([0, 1], of: gram)
    _ = set.settle(weights: &weights, descent: &descent, l1: 0.1, l2: 0, smallest: 1e-9, limit: 3)
    #expect(weights[0].isNaN)
  }

  /// However a set came to cover its columns, it settles where one made at once does.
  @Test func setsThatGrewSettleAsOthersDo() {
    let p = 90
    let (gram, moments) = problem(p, seed: 90)
    var grown = CoordinateWorkingSet(of: p)
    let steps = [[3], [8, 3, 1], Array(0..<40), Array(20..<90), [5, 89], [5, 89, 2]]
    for wanted in steps {
      grown.cover(wanted, of: gram)
      #expect(Set(grown.columns).isSuperset(of: wanted))
      #expect(Set(grown.columns).count == grown.columns.count)
      var fresh = CoordinateWorkingSet(of: p)
      fresh.cover(grown.columns, of: gram)
      var (weights, others) = ([Double](repeating: 0, count: p), [Double](repeating: 0, count: p))
      var (descent, otherDescent) = (moments, moments)
      _ = grown.settle(
        weights: &weights, descent: &descent, l1: 0.2, l2: 0, smallest: 1e-12, limit: 1000)
      _ = fresh.settle(
        weights: &others, descent: &otherDescent, l1: 0.2, l2: 0, smallest: 1e-12, limit: 1000)
      #expect(weights == others && descent == otherDescent)
    }
    // What is not wanted any more goes when it is most of the set.
    #expect(grown.columns.count < 30)
  }
}
