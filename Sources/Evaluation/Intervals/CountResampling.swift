import Randomness

/// Rows that fall into a few kinds of cells, resampled by the cells' counts: the cost does not grow
/// with the rows.
struct CountStatistic {
  /// Rows per cell, each above zero.
  let counts: [Int]
  /// Where each cell stands among the numbers that `values` are given, which are zero elsewhere.
  let places: [Int]
  let placeCount: Int
  /// The statistics of the same rows: the value for other counts; nil where undefined.
  let values: [([Double]) -> Double?]

  /// All statistics on the same resamples, in their order.
  func bootstraps(observed: [Double], resampling: Resampling) -> [BootstrapDistribution] {
    var sampler = MultinomialSampler(counts: counts)
    var drawn = [Double](repeating: 0, count: placeCount)
    var replicates = [[Double?]](
      repeating: [Double?](repeating: nil, count: resampling.count), count: values.count)
    for index in 0..<resampling.count {
      // Epoch 1 keeps these streams apart from those that draw rows.
      var generator = CounterBasedGenerator(
        seed: resampling.seed, purpose: .bootstrap, epoch: 1, step: index)
      sampler.draw(into: &drawn, at: places, using: &generator)
      for i in 0..<values.count { replicates[i][index] = values[i](drawn) }
    }
    return values.indices.map {
      BootstrapDistribution(
        observed: observed[$0], replicates: replicates[$0],
        acceleration: accelerationOfRows(values[$0]))
    }
  }

  /// All rows of a cell have the same leave-one-out value.
  private func accelerationOfRows(_ value: ([Double]) -> Double?) -> Double {
    var reduced = [Double](repeating: 0, count: placeCount)
    for cell in 0..<counts.count { reduced[places[cell]] = Double(counts[cell]) }
    var jackknife: [Double] = []
    for place in places {
      reduced[place] -= 1
      guard let left = value(reduced) else { return 0 }
      jackknife.append(left)
      reduced[place] += 1
    }
    return acceleration(jackknife: jackknife, multiplicity: counts.map { Double($0) })
  }
}
