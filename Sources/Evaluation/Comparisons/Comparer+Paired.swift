import Schema

extension Comparer {
  /// The paired test that the metric's structure allows.
  func pairedInference(
    _ metric: Metric, _ pair: PairedPredictions, difference: Double
  ) -> Inference {
    let (candidate, baseline) = (pair.candidate, pair.baseline)
    let resampling = Resampling(count: resamples, seed: seed)
    switch metric.structure(candidate.task) {
    case .hitShare(let trueClass):
      return hitInference(pair, trueClass: trueClass)
    case .precision(let predictedClass) where candidate.weights == nil:
      return countInference(metric, pair, difference: difference) {
        $0.precision(predictedClass)
      }
    case .counts(let function) where candidate.weights == nil:
      return countInference(metric, pair, difference: difference, function.value)
    case .rowMean(let values, .none) where metric.direction != .closestToZeroIsBetter:
      let (ours, theirs) = (values(candidate), values(baseline))
      let differences = (0..<ours.count).map { ours[$0] - theirs[$0] }
      let inference = RowMean(differences, weights: candidate.weights)
        .inference(level: level, resampling: resampling)
      return inference.named("paired " + inference.method)
    case .ranking:
      return rankingInference(pair)
    case .greatest:
      return .none(because: "resampling cannot see beyond the greatest row")
    case .rowMean, .explained, .averagePrecision, .median, .opaque, .precision, .counts:
      guard let ours = metric.rowStatistic(candidate), let theirs = metric.rowStatistic(baseline),
        ours.rowCount > 2
      else { return .none(because: "too few rows") }
      let statistic = DifferenceStatistic(
        candidate: ours, baseline: theirs, direction: metric.direction)
      return statistic.bootstrap(observed: difference, resampling: resampling)
        .inference(
          level: level,
          method: "paired BCa of \(candidate.weights == nil ? "" : "weighted ")rows"
        ).orSame(ifDifference: difference)
    }
  }

  private func hitInference(_ pair: PairedPredictions, trueClass: Int?) -> Inference {
    let truth = pair.candidate.trueClasses
    let ours = pair.candidate.predictedClasses
    let theirs = pair.baseline.predictedClasses
    if let weights = pair.candidate.weights {
      let rows = truth.indices.filter { trueClass == nil || truth[$0] == trueClass }
      let hits = PairedHits(
        weighted: rows.map { (ours[$0] == truth[$0], theirs[$0] == truth[$0]) },
        weights: rows.map { weights[$0] })
      return hitInference(hits, method: "McNemar of effective rows")
    }
    var (rowCount, candidateOnly, baselineOnly) = (0, 0, 0)
    for i in 0..<truth.count where trueClass == nil || truth[i] == trueClass {
      rowCount += 1
      if ours[i] == theirs[i] { continue }
      if ours[i] == truth[i] { candidateOnly += 1 }
      if theirs[i] == truth[i] { baselineOnly += 1 }
    }
    let hits = PairedHits(
      rowCount: rowCount, candidateOnly: candidateOnly, baselineOnly: baselineOnly)
    return hitInference(hits, method: "McNemar exact")
  }

  private func hitInference(_ hits: PairedHits, method: String) -> Inference {
    Inference(
      interval: hits.tango(level: level), pValue: hits.exactPValue,
      standardError: hits.standardError, method: method)
  }

  private func countInference(
    _ metric: Metric, _ pair: PairedPredictions, difference: Double,
    _ function: @escaping (ClassCounts) -> Double?
  ) -> Inference {
    JointClassCounts(candidate: pair.candidate, baseline: pair.baseline)
      .bootstrap(
        observed: difference, direction: metric.direction,
        resampling: Resampling(count: resamples, seed: seed), function
      )
      .inference(level: level, method: "paired BCa of counts").orSame(ifDifference: difference)
  }

  private func rankingInference(_ pair: PairedPredictions) -> Inference {
    guard let ours = RankingStructure(pair.candidate),
      let theirs = RankingStructure(pair.baseline)
    else { return .none(because: "a class has no rows") }
    let parts = (0..<ours.rowParts.count).map { ours.rowParts[$0] - theirs.rowParts[$0] }
    guard let variance = ours.variance(of: parts) else {
      return .none(because: "a class has one row")
    }
    let difference = ours.area - theirs.area
    let error = variance.squareRoot()
    let half = criticalValue(level: level) * error
    return Inference(
      interval: Interval(low: max(-1, difference - half), high: min(1, difference + half)),
      pValue: error > 0
        ? NormalDistribution.twoSided(difference / error) : difference == 0 ? 1 : 0,
      standardError: error, method: "DeLong")
  }
}

extension Inference {
  func named(_ method: String) -> Inference {
    Inference(
      interval: interval, pValue: pValue, standardError: standardError, method: method)
  }

  /// Where all resamples agree on no difference, there is nothing to test: the two are the same
  /// on every row that matters.
  fileprivate func orSame(ifDifference difference: Double) -> Inference {
    guard pValue == nil, let interval, interval.low == interval.high, difference == 0 else {
      return self
    }
    return Inference(
      interval: interval, pValue: 1, standardError: standardError, method: method)
  }
}
