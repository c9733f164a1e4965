import Randomness

/// Rows that fall into a few kinds of cells, resampled by the cells' counts: the cost does not grow
/// with the rows.
struct CountStatistic {
  /// Rows per cell, each above zero.
  let counts: [Int]
  /// The value for other counts of the same cells; nil where undefined.
  let value: ([Double]) -> Double?

  func bootstrap(observed: Double, resampling: Resampling) -> BootstrapDistribution {
    let total = counts.reduce(0, +)
    var drawn = [Double](repeating: 0, count: counts.count)
    var replicates: [Double?] = []
    replicates.reserveCapacity(resampling.count)
    for index in 0..<resampling.count {
      // Epoch 1 keeps these streams apart from those that draw rows.
      var generator = CounterBasedGenerator(
        seed: resampling.seed, purpose: .bootstrap, epoch: 1, step: index)
      // A multinomial draw is a chain of binomial ones.
      var (rowsLeft, countLeft) = (total, total)
      for cell in 0..<counts.count {
        let share = Double(counts[cell]) / Double(countLeft)
        let k = BinomialDistribution(trialCount: rowsLeft, probability: min(1, share))
          .sample(uniform: generator.uniform())
        drawn[cell] = Double(k)
        rowsLeft -= k
        countLeft -= counts[cell]
      }
      replicates.append(value(drawn))
    }
    return BootstrapDistribution(
      observed: observed, replicates: replicates, acceleration: accelerationOfRows)
  }

  /// All rows of a cell have the same leave-one-out value.
  private var accelerationOfRows: Double {
    var reduced = counts.map { Double($0) }
    var jackknife: [Double] = []
    for cell in 0..<counts.count {
      reduced[cell] -= 1
      guard let left = value(reduced) else { return 0 }
      jackknife.append(left)
      reduced[cell] += 1
    }
    return acceleration(jackknife: jackknife, multiplicity: counts.map { Double($0) })
  }
}

extension ClassCounts {
  /// The interval of a function of these counts.
  func inference(
    observed: Double, level: Double, resampling: Resampling,
    _ function: @escaping (ClassCounts) -> Double?
  ) -> Inference {
    let filled = cells.indices.filter { cells[$0] > 0 }
    let classCount = classCount
    let cellCount = cells.count
    let statistic = CountStatistic(counts: filled.map { Int(cells[$0]) }) { drawn in
      var counts = ClassCounts(
        classCount: classCount, cells: [Double](repeating: 0, count: cellCount))
      for i in 0..<filled.count { counts.cells[filled[i]] = drawn[i] }
      return function(counts)
    }
    let distribution = statistic.bootstrap(observed: observed, resampling: resampling)
    if distribution.isDegenerate, distribution.undefinedCount == 0 {
      return unseenErrorInference(observed: observed, level: level, function)
    }
    return distribution.inference(level: level, method: "BCa of counts")
  }

  /// When no resample differs (all rows right, or all given to one class), resampling would claim
  /// certainty. Instead, the share of rows of a kind that was never seen is at most
  /// 1 − ((1 − level) / 2)^(1/n) (Clopper and Pearson); the interval holds all that the metric
  /// could be if that share of rows moved from one cell to another of the same true class.
  private func unseenErrorInference(
    observed: Double, level: Double, _ function: (ClassCounts) -> Double?
  ) -> Inference {
    let total = self.total
    let unseen = 1 - BetaDistribution(a: total, b: 1).quantile((1 - level) / 2)
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
