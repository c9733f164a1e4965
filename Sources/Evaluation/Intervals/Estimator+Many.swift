extension Estimator {
  /// What `estimate` gives for each of the metrics, worked out on all processors.
  public func estimates(_ metrics: [Metric], _ predictions: Predictions) -> [Estimate] {
    metrics.concurrentMap { estimate($0, predictions) }
  }
}
