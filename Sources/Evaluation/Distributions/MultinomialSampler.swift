import Randomness

/// Draws as many rows as there are from cells of known counts, again and again.
struct MultinomialSampler {
  /// Rows per cell, each above zero.
  let counts: [Int]
  private let total: Int
  /// The mass at the mode of the binomial draw of a cell, by cell and by the rows that are left;
  /// nan where it was not needed yet, empty where there would be too many.
  private var massesAtMode: [Double]

  /// Masses that are kept at most.
  private static let massLimit = 1 << 16

  init(counts: [Int]) {
    self.counts = counts
    total = counts.reduce(0, +)
    let size = counts.count.multipliedReportingOverflow(by: total + 1)
    let isKept = !size.overflow && size.partialValue <= Self.massLimit
    massesAtMode = [Double](repeating: .nan, count: isKept ? size.partialValue : 0)
  }

  /// Puts the number drawn from cell i into `drawn[places[i]]`.
  mutating func draw(
    into drawn: inout [Double], at places: [Int], using generator: inout CounterBasedGenerator
  ) {
    // A multinomial draw is a chain of binomial ones.
    var (rowsLeft, countLeft) = (total, total)
    for cell in 0..<counts.count {
      let share = Double(counts[cell]) / Double(countLeft)
      let binomial = BinomialDistribution(trialCount: rowsLeft, probability: min(1, share))
      let uniform = generator.uniform()
      let k: Int
      if massesAtMode.isEmpty {
        k = binomial.sample(uniform: uniform)
      } else {
        let index = cell * (total + 1) + rowsLeft
        if massesAtMode[index].isNaN { massesAtMode[index] = binomial.mass(binomial.mode) }
        k = binomial.sample(uniform: uniform, massAtMode: massesAtMode[index])
      }
      drawn[places[cell]] = Double(k)
      rowsLeft -= k
      countLeft -= counts[cell]
    }
  }
}
