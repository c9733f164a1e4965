extension Estimator {
  /// What `estimate` gives for each of the metrics, sooner: those of the confusion counts share
  /// their resamples, and the others are worked out at the same time on the other processors.
  public func estimates(_ metrics: [Metric], _ predictions: Predictions) -> [Estimate] {
    let works = works(metrics, predictions)
    let found = works.concurrentMap { work in
      work.isOfCounts
        ? countEstimates(work.indices.map { metrics[$0] }, predictions)
        : work.indices.map { estimate(metrics[$0], predictions) }
    }
    var estimates = [Estimate](repeating: undefinedEstimate, count: metrics.count)
    for (work, found) in zip(works, found) {
      for (index, estimate) in zip(work.indices, found) { estimates[index] = estimate }
    }
    return estimates
  }

  /// Metrics, by their places, that are worked out by one thread.
  private struct Work: Sendable {
    var indices: [Int]
    let isOfCounts: Bool
  }

  private func works(_ metrics: [Metric], _ predictions: Predictions) -> [Work] {
    var counts = Work(indices: [], isOfCounts: true)
    var others: [Work] = []
    for (index, metric) in metrics.enumerated() {
      if case .counts = metric.structure(predictions.task), predictions.weights == nil {
        counts.indices.append(index)
      } else {
        others.append(Work(indices: [index], isOfCounts: false))
      }
    }
    return (counts.indices.isEmpty ? [] : [counts]) + others
  }

  private func countEstimates(_ metrics: [Metric], _ predictions: Predictions) -> [Estimate] {
    var defined: [(index: Int, value: Double, function: (ClassCounts) -> Double?)] = []
    for (index, metric) in metrics.enumerated() {
      guard case .counts(let function) = metric.structure(predictions.task),
        let value = metric.value(predictions)
      else { continue }
      defined.append((index, value, function))
    }
    var estimates = metrics.map { _ in undefinedEstimate }
    guard !defined.isEmpty else { return estimates }
    let inferences = ClassCounts(predictions).inferences(
      observed: defined.map(\.value), level: level,
      resampling: Resampling(count: resamples, seed: seed), defined.map(\.function))
    for (item, inference) in zip(defined, inferences) {
      estimates[item.index] = estimate(item.value, inference)
    }
    return estimates
  }
}
