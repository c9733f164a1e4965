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

extension ClassCounts {
  /// The intervals of functions of these counts, all from the same resamples.
  func inferences(
    observed: [Double], level: Double, resampling: Resampling,
    _ functions: [(ClassCounts) -> Double?]
  ) -> [Inference] {
    let filled = cells.indices.filter { cells[$0] > 0 }
    let classCount = classCount
    let statistic = CountStatistic(
      counts: filled.map { Int(cells[$0]) }, places: filled, placeCount: cells.count,
      values: functions.map { function in
        { function(ClassCounts(classCount: classCount, cells: $0)) }
      })
    let distributions = statistic.bootstraps(observed: observed, resampling: resampling)
    return distributions.indices.map { i in
      if distributions[i].isDegenerate, distributions[i].undefinedCount == 0 {
        return unseenErrorInference(
          observed: observed[i], rowCount: total, level: level, functions[i])
      }
      return distributions[i].inference(level: level, method: "BCa of counts")
    }
  }

  /// When no resample differs (all rows right, or all given to one class), resampling would claim
  /// certainty. Instead, the share of rows of a kind that was never seen is at most
  /// 1 − ((1 − level) / 2)^(1/n) (Clopper and Pearson); the interval holds all that the metric
  /// could be if that share of rows moved from one cell to another of the same true class.
  ///
  /// Of weighted rows n is their effective number.
  func unseenErrorInference(
    observed: Double, rowCount: Double, level: Double, _ function: (ClassCounts) -> Double?
  ) -> Inference {
    let total = self.total
    let unseen = 1 - BetaDistribution(a: rowCount, b: 1).quantile((1 - level) / 2)
    var (low, high) = (observed, observed)
    for cell in cells.indices where cells[cell] > 0 {
      let moved = min(cells[cell], unseen * total)
      let row = cell - cell % classCount
      for other in row..<(row + classCount) where other != cell {
        var changed = self
        changed.cells[cell] -= moved
        changed.cells[other] += moved
        guard let value = function(changed) else { continue }
        low = min(low, value)
        high = max(high, value)
      }
    }
    return Inference(
      interval: Interval(low: low, high: high), pValue: nil, standardError: nil,
      method: "Clopper-Pearson of unseen errors")
  }
}
