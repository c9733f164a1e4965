import LinearAlgebra
import Schema

extension Comparer {
  /// The test of the difference between the two systems in a metric.
  ///
  /// Everything is the same test, by exchanging the two systems' predictions row by row; where the
  /// difference is a sum over rows (or the permutations order as such a sum), it needs no other numbers.
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
    let permutations = PairedPermutations(rowCount: signed.count, resampling: resampling)
    let distribution = PermutationDistribution(
      observed: signed.reduce(0, +), differences: permutations.signedSums(signed),
      permutations: permutations,
      rowShare: 0)
    return PairedTest(
      effective, pValue: distribution.pValue, method: "permutation test of weighted hits")
  }

  /// A function of the means of columns: a permutation moves each mean by a sum over the exchanged rows.
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
    let permutations = PairedPermutations(rowCount: differing.count, resampling: resampling)
    var (sums, differences): ([Double], [[Double]]) = ([], [])
    for column in columns {
      var sum = 0.0
      for row in 0..<rowCount { sum += shares[row] * (column[row] + column[row + rowCount]) }
      sums.append(sum)
      let parts = differing.map { shares[$0] * (column[$0] - column[$0 + rowCount]) }
      differences.append(parts.contains { $0 != 0 } ? permutations.signedSums(parts) : [])
    }
    let exchanged = (0..<permutations.count).map { permutation -> Double? in
      let parts = differences.map { $0.isEmpty ? 0 : $0[permutation] }
      guard let ours = combine(columns.indices.map { (sums[$0] + parts[$0]) / 2 }),
        let theirs = combine(columns.indices.map { (sums[$0] - parts[$0]) / 2 })
      else { return nil }
      return metric.direction.difference(ours, theirs)
    }
    return PairedTest(
      PermutationDistribution(
        observed: difference, differences: exchanged, permutations: permutations,
        rowShare: shares.sumOfSquares), permutations)
  }

  private func countTest(
    _ metric: Metric, _ pair: PairedPredictions, difference: Double,
    _ function: (ClassCounts) -> Double?
  ) -> PairedTest {
    let counts = PermutedCounts(pair, resampling: resampling)
    return PairedTest(
      PermutationDistribution(
        observed: difference,
        differences: counts.differences(function), permutations: counts.permutations,
        rowShare: pair.candidate.rowShares.sumOfSquares), counts.permutations)
  }

  /// The area under the ROC curve is a sum over pairs of rows, but exchanging rows changes it by a sum
  /// over rows: for a pair ψ of which one row is exchanged, the change of one order undoes that of
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
    let permutations = PairedPermutations(rowCount: differing.count, resampling: resampling)
    return PairedTest(
      PermutationDistribution(
        observed: difference, differences: permutations.signedSums(differing),
        permutations: permutations,
        rowShare: pair.candidate.rankingRowShares.sumOfSquares), permutations)
  }

  /// Any metric, computed anew for both systems under each permutation. `statistic` is of both systems'
  /// rows, the candidate's first: a system is the half of them that have weight.
  private func test(
    _ statistic: some RowStatistic, _ metric: Metric, _ pair: PairedPredictions,
    difference: Double
  ) -> PairedTest {
    let rowCount = pair.candidate.rowCount
    let weights = pair.candidate.weights ?? [Double](repeating: 1, count: rowCount)
    let differing = pair.differingRows
    let permutations = PairedPermutations(rowCount: differing.count, resampling: resampling)
    let none = [Double](repeating: 0, count: rowCount)
    let exchanged = (0..<permutations.count).map { permutation -> Double? in
      var (ours, theirs) = (weights + none, none + weights)
      for (row, isExchanged) in zip(differing, permutations.exchanged(in: permutation))
      where isExchanged {
        ours.swapAt(row, row + rowCount)
        theirs.swapAt(row, row + rowCount)
      }
      guard let a = statistic.value(weights: ours), let b = statistic.value(weights: theirs)
      else { return nil }
      return metric.direction.difference(a, b)
    }
    return PairedTest(
      PermutationDistribution(
        observed: difference, differences: exchanged, permutations: permutations,
        rowShare: pair.candidate.rowShares.sumOfSquares), permutations)
  }
}
