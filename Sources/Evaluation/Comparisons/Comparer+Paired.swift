import LinearAlgebra
import Schema

extension Comparer {
  /// The test of the difference between the two systems in a metric.
  ///
  /// Everything is the same test, by swapping the two systems' predictions row by row; where the
  /// difference is a sum over rows (or the swaps order as such a sum), it needs no other numbers.
  func pairedTest(_ metric: Metric, _ pair: PairedPredictions, difference: Double) -> PairedTest {
    switch metric.structure(pair.candidate.task) {
    case .hitShare(let trueClass):
      return hitTest(pair, trueClass: trueClass)
    case .precision(let predictedClass):
      return countTest(metric, pair, difference: difference) { $0.precision(predictedClass) }
    case .counts(let function):
      return countTest(metric, pair, difference: difference, function.value)
    case .rowMean(let values, let transform):
      return momentTest(
        metric, pair, difference: difference,
        { [values($0)] }, { transform.applied(to: $0[0]) })
    case .explained(_, let columns, let combine):
      return momentTest(metric, pair, difference: difference, columns, combine)
    case .ranking:
      return rankingTest(pair, difference: difference)
    case .greatest:
      return .none(because: "the greatest row decides, and one row is no sample")
    case .averagePrecision:
      return test(
        AveragePrecisionStatistic(pair.ranked.stacked), metric, pair.ranked,
        difference: difference)
    case .median(let values):
      return test(
        MedianStatistic(values(pair.stacked), weights: nil), metric, pair, difference: difference)
    case .opaque:
      return test(
        OpaqueStatistic(metric: metric, predictions: pair.stacked), metric, pair,
        difference: difference)
    }
  }

  private var resampling: Resampling { Resampling(count: resamples, seed: seed) }

  private func hitTest(_ pair: PairedPredictions, trueClass: Int?) -> PairedTest {
    let truth = pair.candidate.trueClasses
    let ours = pair.candidate.predictedClasses
    let theirs = pair.baseline.predictedClasses
    let rows = truth.indices.filter { trueClass == nil || truth[$0] == trueClass }
    let hits = rows.map { (candidate: ours[$0] == truth[$0], baseline: theirs[$0] == truth[$0]) }
    guard let weights = pair.candidate.weights else {
      let counts = PairedHits(
        rowCount: rows.count, candidateOnly: hits.count { $0.candidate && !$0.baseline },
        baselineOnly: hits.count { $0.baseline && !$0.candidate })
      return PairedTest(counts, pValue: counts.exactPValue, method: "McNemar exact")
    }
    let effective = PairedHits(weighted: hits, weights: rows.map { weights[$0] })
    let differing = hits.indices.filter { hits[$0].candidate != hits[$0].baseline }
    let signed = differing.map { weights[rows[$0]] * (hits[$0].candidate ? 1 : -1) }
    let swaps = RowSwaps(rowCount: signed.count, resampling: resampling)
    let distribution = SwapDistribution(
      observed: signed.reduce(0, +), differences: swaps.signedSums(signed), swaps: swaps,
      rowShare: 0)
    return PairedTest(
      effective, pValue: distribution.pValue, method: "swapped hits of weighted rows")
  }

  /// A function of the means of columns: a swap moves each mean by a sum over the swapped rows.
  private func momentTest(
    _ metric: Metric, _ pair: PairedPredictions, difference: Double,
    _ columns: (Predictions) -> [[Double]], _ combine: ([Double]) -> Double?
  ) -> PairedTest {
    // Both systems' rows at once, so that columns about a mean have the same one.
    let columns = columns(pair.stacked)
    let rowCount = pair.candidate.rowCount
    let shares = pair.candidate.rowShares
    let differing = (0..<rowCount).filter { row in
      columns.contains { $0[row] != $0[row + rowCount] }
    }
    let swaps = RowSwaps(rowCount: differing.count, resampling: resampling)
    var (sums, differences): ([Double], [[Double]]) = ([], [])
    for column in columns {
      var sum = 0.0
      for row in 0..<rowCount { sum += shares[row] * (column[row] + column[row + rowCount]) }
      sums.append(sum)
      let parts = differing.map { shares[$0] * (column[$0] - column[$0 + rowCount]) }
      differences.append(parts.contains { $0 != 0 } ? swaps.signedSums(parts) : [])
    }
    let swapped = (0..<swaps.count).map { swap -> Double? in
      let parts = differences.map { $0.isEmpty ? 0 : $0[swap] }
      guard let ours = combine(columns.indices.map { (sums[$0] + parts[$0]) / 2 }),
        let theirs = combine(columns.indices.map { (sums[$0] - parts[$0]) / 2 })
      else { return nil }
      return metric.direction.difference(ours, theirs)
    }
    return PairedTest(
      SwapDistribution(
        observed: difference, differences: swapped, swaps: swaps,
        rowShare: shares.sumOfSquares), swaps: swaps)
  }

  private func countTest(
    _ metric: Metric, _ pair: PairedPredictions, difference: Double,
    _ function: (ClassCounts) -> Double?
  ) -> PairedTest {
    let counts = SwappedCounts(pair, resampling: resampling)
    return PairedTest(
      SwapDistribution(
        observed: difference,
        differences: counts.differences(function), swaps: counts.swaps,
        rowShare: pair.candidate.rowShares.sumOfSquares), swaps: counts.swaps)
  }

  /// The area under the ROC curve is a sum over pairs of rows, but swapping rows changes it by a sum
  /// over rows: for a pair ψ of which one row is swapped, the change of one order undoes that of
  /// the other. A row's part is its rank among both systems' rows of the other classes.
  private func rankingTest(_ pair: PairedPredictions, difference: Double) -> PairedTest {
    let ranked = pair.ranked
    guard let ranking = RankingStructure(ranked.stacked) else {
      return .none(because: "a class has no rows")
    }
    let rowCount = pair.candidate.rowCount
    let weights = pair.candidate.weights
    let parts = (0..<rowCount).map { row in
      2 * (weights?[row] ?? 1) * (ranking.rowParts[row] - ranking.rowParts[row + rowCount])
    }
    let differing = parts.filter { $0 != 0 }
    let swaps = RowSwaps(rowCount: differing.count, resampling: resampling)
    return PairedTest(
      SwapDistribution(
        observed: difference, differences: swaps.signedSums(differing), swaps: swaps,
        rowShare: pair.candidate.rankingRowShares.sumOfSquares), swaps: swaps)
  }

  /// Any metric, computed anew for both systems under each swap. `statistic` is of both systems'
  /// rows, the candidate's first: a system is the half of them that have weight.
  private func test(
    _ statistic: some RowStatistic, _ metric: Metric, _ pair: PairedPredictions,
    difference: Double
  ) -> PairedTest {
    let rowCount = pair.candidate.rowCount
    let weights = pair.candidate.weights ?? [Double](repeating: 1, count: rowCount)
    let differing = pair.differingRows
    let swaps = RowSwaps(rowCount: differing.count, resampling: resampling)
    let none = [Double](repeating: 0, count: rowCount)
    let swapped = (0..<swaps.count).map { swap -> Double? in
      var (ours, theirs) = (weights + none, none + weights)
      for (row, isSwapped) in zip(differing, swaps.swapped(in: swap)) where isSwapped {
        ours.swapAt(row, row + rowCount)
        theirs.swapAt(row, row + rowCount)
      }
      guard let a = statistic.value(weights: ours), let b = statistic.value(weights: theirs)
      else { return nil }
      return metric.direction.difference(a, b)
    }
    return PairedTest(
      SwapDistribution(
        observed: difference, differences: swapped, swaps: swaps,
        rowShare: pair.candidate.rowShares.sumOfSquares), swaps: swaps)
  }
}
