import Randomness
import Testing

@testable import Evaluation

struct MultinomialSamplerTests {
  /// The chain of binomial draws written out, with nothing remembered.
  private func naive(_ counts: [Int], _ generator: inout CounterBasedGenerator) -> [Double] {
    var (rowsLeft, countLeft) = (counts.reduce(0, +), counts.reduce(0, +))
    return counts.map { count in
      let share = min(1, Double(count) / Double(countLeft))
      let k = BinomialDistribution(trialCount: rowsLeft, probability: share)
        .sample(uniform: generator.uniform())
      rowsLeft -= k
      countLeft -= count
      return Double(k)
    }
  }

  /// The last has more masses than are kept.
  @Test(arguments: [[30], [10, 9, 11], [1, 1, 40, 2], [50_000, 20_000, 1]])
  func rememberingChangesNoDraw(_ counts: [Int]) {
    var sampler = MultinomialSampler(counts: counts)
    var first = CounterBasedGenerator(seed: 3, purpose: .bootstrap)
    var second = first
    let places = counts.indices.map { 2 * $0 }
    var drawn = [Double](repeating: 0, count: 2 * counts.count)
    for _ in 0..<50 {
      sampler.draw(into: &drawn, at: places, using: &first)
      #expect(places.map { drawn[$0] } == naive(counts, &second))
      #expect(drawn.reduce(0, +) == Double(counts.reduce(0, +)))
    }
  }
}
