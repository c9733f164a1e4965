import Randomness

/// A number computed from rows that may count several times or not at all.
protocol RowStatistic {
  var rowCount: Int { get }
  /// The rows' own weights; nil for equal weights.
  var rowWeights: [Double]? { get }
  /// The value when row i counts `weights[i]` times; nil where undefined.
  func value(weights: [Double]) -> Double?
  /// The value without each row in turn; nil where that would cost too much or says nothing.
  var jackknife: [Double]? { get }
}

extension RowStatistic {
  var valueOnAllRows: Double? { value(weights: allWeights) }

  private var allWeights: [Double] { rowWeights ?? [Double](repeating: 1, count: rowCount) }

  /// Leaving each row out by its weight: n evaluations of O(n), so only for few rows. Beyond them
  /// the acceleration is of the order of a hundredth and is left out.
  var jackknifeByWeights: [Double]? {
    guard rowCount <= 1_000 else { return nil }
    var weights = allWeights
    var values: [Double] = []
    values.reserveCapacity(rowCount)
    for i in 0..<rowCount {
      let own = weights[i]
      weights[i] = 0
      guard let value = value(weights: weights) else { return nil }
      values.append(value)
      weights[i] = own
    }
    return values
  }

  /// Resamples whole rows, each as likely as any other; a row that is drawn brings its weight.
  ///
  /// **Source** Efron and Tibshirani 1993, section 9.5: rows with all that belongs to them (here
  /// the weight) are the units of resampling.
  func bootstrap(observed: Double, resampling: Resampling) -> BootstrapDistribution {
    var weights = [Double](repeating: 0, count: rowCount)
    var replicates: [Double?] = []
    replicates.reserveCapacity(resampling.count)
    for index in 0..<resampling.count {
      drawRows(into: &weights, resampling: resampling, index: index)
      if let rowWeights {
        for i in 0..<rowCount { weights[i] *= rowWeights[i] }
      }
      replicates.append(value(weights: weights))
    }
    return BootstrapDistribution(
      observed: observed, replicates: replicates,
      acceleration: jackknife.map { acceleration(jackknife: $0) } ?? 0)
  }
}

/// Counts how often each row is drawn when as many rows are drawn as there are.
///
/// Each 64-bit word gives two rows by multiplication; their chances differ by less than n / 2³².
func drawRows(into weights: inout [Double], resampling: Resampling, index: Int) {
  var generator = CounterBasedGenerator(seed: resampling.seed, purpose: .bootstrap, step: index)
  let count = weights.count
  for i in 0..<count { weights[i] = 0 }
  let bound = UInt64(count)
  for _ in 0..<(count / 2) {
    let word = generator.next()
    weights[Int(((word & 0xFFFF_FFFF) &* bound) >> 32)] += 1
    weights[Int(((word >> 32) &* bound) >> 32)] += 1
  }
  if count % 2 == 1 {
    weights[Int(((generator.next() >> 32) &* bound) >> 32)] += 1
  }
}
