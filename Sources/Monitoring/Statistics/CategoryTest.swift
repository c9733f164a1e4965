import Foundation
import Randomness

/// Two samples of categories: whether their shares differ, and how far.
struct CategoryTest {
  /// The counts of each category in the two samples.
  let reference: [Double]
  let current: [Double]

  init(reference: [Int], current: [Int]) {
    guard reference.count == current.count else {
      fatalError("counts of \(reference.count) and \(current.count) categories")
    }
    self.reference = reference.map(Double.init)
    self.current = current.map(Double.init)
  }

  private var referenceTotal: Double { reference.reduce(0, +) }
  private var currentTotal: Double { current.reduce(0, +) }

  /// Below this expected count the distribution of χ² is not that of its limit.
  private static let leastExpected = 5.0

  /// The χ² of the table of both samples, whose sparse cells are merged.
  ///
  /// **Formula** Σ (observed - expected)² / expected over both samples, k - 1 degrees of freedom.
  /// **Source** Pearson 1900; the rule of five is Cochran's, 1954
  var statistic: (value: Double, degreesOfFreedom: Int) {
    let (n, m) = (referenceTotal, currentTotal)
    guard n > 0, m > 0 else { return (0, 0) }
    let least = Self.leastExpected * (n + m) / min(n, m)
    var cells: [(Double, Double)] = []
    var rest = (0.0, 0.0)
    for pair in zip(reference, current) {
      if pair.0 + pair.1 >= least { cells.append(pair) } else { rest.0 += pair.0; rest.1 += pair.1 }
    }
    if rest.0 + rest.1 >= least {
      cells.append(rest)
    } else if rest.0 + rest.1 > 0,
      let last = cells.indices.min(by: { total(cells[$0]) < total(cells[$1]) })
    {
      cells[last].0 += rest.0
      cells[last].1 += rest.1
    }
    guard cells.count > 1 else { return (0, 0) }
    var value = 0.0
    for cell in cells {
      let expected = total(cell) * n / (n + m)
      let other = total(cell) * m / (n + m)
      // Both samples are as far from what is expected.
      let distance = cell.0 - expected
      value += distance * distance * (1 / expected + 1 / other)
    }
    return (value, cells.count - 1)
  }

  private func total(_ cell: (Double, Double)) -> Double { cell.0 + cell.1 }

  /// The probability of such a χ² where both samples come from one distribution: by exchanging rows
  /// between small samples with sparse cells, else by the limit of its distribution.
  var pValue: Double {
    if isSparse, referenceTotal + currentTotal <= Self.permutedTotal { return permutedPValue }
    let (value, degrees) = statistic
    return degrees == 0 ? 1 : ChiSquaredDistribution.upperTail(value, degreesOfFreedom: degrees)
  }

  /// Rows of both samples, and exchanges of them.
  private static let permutedTotal = 20_000.0
  private static let permutationCount = 2_000

  private var isSparse: Bool {
    let (n, m) = (referenceTotal, currentTotal)
    guard n > 0, m > 0 else { return false }
    let least = Self.leastExpected * (n + m) / min(n, m)
    return zip(reference, current).contains { $0 + $1 > 0 && $0 + $1 < least }
  }

  /// Of two samples with the same total in each cell only the cells of one differ: χ² grows with the sum
  /// of squares over the totals.
  private var permutedPValue: Double {
    let totals = zip(reference, current).map { $0 + $1 }
    var rows = totals.indices.flatMap { Array(repeating: $0, count: Int(totals[$0])) }
    let isReferenceSmaller = referenceTotal < currentTotal
    let sampleCount = Int(min(referenceTotal, currentTotal))
    func size(_ counts: [Double]) -> Double {
      zip(counts, totals).reduce(0) { $1.1 > 0 ? $0 + $1.0 * $1.0 / $1.1 : $0 }
    }
    let observed = size(isReferenceSmaller ? reference : current)
    var generator = CounterBasedGenerator(seed: 1, purpose: .synthetic, step: 0)
    var asGreatCount = 1
    for _ in 0..<Self.permutationCount {
      var counts = [Double](repeating: 0, count: totals.count)
      for position in 0..<sampleCount {
        rows.swapAt(position, position + generator.integer(below: rows.count - position))
        counts[rows[position]] += 1
      }
      if size(counts) >= observed * (1 - 1e-12) { asGreatCount += 1 }
    }
    return Double(asGreatCount) / Double(Self.permutationCount + 1)
  }

  /// ½ Σ |P - Q|: the share of rows that would have to change their category.
  var totalVariation: Double { sum { abs($0 - $1) } / 2 }

  /// The distance of Jensen and Shannon in base 2: 0 to 1.
  ///
  /// **Formula** √(½ KL(P‖M) + ½ KL(Q‖M)), M = ½ (P + Q)
  var jensenShannon: Double {
    func part(_ p: Double, _ middle: Double) -> Double { p == 0 ? 0 : p * log2(p / middle) }
    return max(
      0,
      sum { p, q in
        let middle = (p + q) / 2
        return (part(p, middle) + part(q, middle)) / 2
      }
    ).squareRoot()
  }

  /// The population stability index; an empty cell counts as half a row.
  ///
  /// **Formula** Σ (P - Q) ln(P / Q)
  var stabilityIndex: Double {
    let (n, m) = (referenceTotal, currentTotal)
    guard n > 0, m > 0 else { return 0 }
    return zip(reference, current).reduce(0) { sum, cell in
      guard cell.0 + cell.1 > 0 else { return sum }
      let (p, q) = (max(cell.0, 0.5) / n, max(cell.1, 0.5) / m)
      return sum + (p - q) * log(p / q)
    }
  }

  private func sum(_ term: (Double, Double) -> Double) -> Double {
    let (n, m) = (referenceTotal, currentTotal)
    guard n > 0, m > 0 else { return 0 }
    return zip(reference, current).reduce(0) { $0 + term($1.0 / n, $1.1 / m) }
  }
}
