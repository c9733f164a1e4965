import Randomness
import Testing

private let seeds: [UInt64] = [1, 2, 3, 20_261_123]

@Test(arguments: seeds)
func uniformNumbersFillTheUnitInterval(seed: UInt64) {
  var generator = CounterBasedGenerator(seed: seed, purpose: .synthetic)
  let n = 20_000
  var bins = [Int](repeating: 0, count: 20)
  for _ in 0..<n {
    let value = generator.uniform()
    #expect(value >= 0 && value < 1)
    bins[Int(value * 20)] += 1
  }
  // χ² with 19 degrees of freedom exceeds 43.8 once in a thousand.
  let expected = Double(n) / 20
  let statistic = bins.reduce(0.0) {
    $0 + (Double($1) - expected) * (Double($1) - expected) / expected
  }
  #expect(statistic < 43.8)
}

@Test(arguments: seeds)
func normalNumbersHaveTheMomentsOfTheNormalDistribution(seed: UInt64) {
  var generator = CounterBasedGenerator(seed: seed, purpose: .synthetic)
  let n = 40_000
  let values = (0..<n).map { _ in generator.normal() }
  let mean = values.reduce(0, +) / Double(n)
  let variance = values.reduce(0) { $0 + $1 * $1 } / Double(n)
  let fourth = values.reduce(0) { $0 + $1 * $1 * $1 * $1 } / Double(n)
  let beyondTwo = Double(values.count { abs($0) > 2 }) / Double(n)
  // Each within four standard errors: 1/√n, √(2/n), √(96/n), √(p(1−p)/n).
  #expect(abs(mean) < 0.02)
  #expect(abs(variance - 1) < 0.029)
  #expect(abs(fourth - 3) < 0.2)
  #expect(abs(beyondTwo - 0.0455) < 0.0042)
  #expect(values.allSatisfy { $0.isFinite })
}

@Test(arguments: [1, 2, 3, 7, 1000])
func wholeNumbersAreEvenlySpread(bound: Int) {
  var generator = CounterBasedGenerator(seed: 4, purpose: .synthetic)
  let n = 50 * bound
  var counts = [Int](repeating: 0, count: bound)
  for _ in 0..<n { counts[generator.integer(below: bound)] += 1 }
  let statistic = counts.reduce(0.0) { $0 + (Double($1) - 50) * (Double($1) - 50) / 50 }
  // χ² with bound − 1 degrees of freedom: mean bound − 1, deviation √(2(bound − 1)).
  let degrees = Double(bound - 1)
  #expect(statistic <= degrees + 4 * (2 * degrees).squareRoot() + 4)
}

@Test(arguments: seeds)
func permutationsHoldEachNumberOnce(seed: UInt64) {
  var generator = CounterBasedGenerator(seed: seed, purpose: .shuffle)
  let order = generator.permutation(of: 500)
  #expect(order.sorted() == Array(0..<500))
  #expect(order != Array(0..<500))
  #expect(generator.permutation(of: 0) == [])
  #expect(generator.permutation(of: 1) == [0])
}

@Test func permutationsOfThreeAreEquallyLikely() {
  var generator = CounterBasedGenerator(seed: 8, purpose: .shuffle)
  var counts = [[Int]: Int]()
  for _ in 0..<6000 { counts[generator.permutation(of: 3), default: 0] += 1 }
  #expect(counts.count == 6)
  // Binomial with mean 1000 and deviation 29.
  for count in counts.values { #expect(abs(count - 1000) < 120) }
}
