/// Any metric, computed anew on the rows that were drawn.
struct OpaqueStatistic: RowStatistic {
  let metric: Metric
  let predictions: Predictions

  var rowCount: Int { predictions.rowCount }

  /// The rows that are drawn bring their weights with them.
  var rowWeights: [Double]? { nil }

  func value(weights: [Double]) -> Double? {
    var positions: [Int] = []
    positions.reserveCapacity(weights.count)
    for i in 0..<weights.count {
      for _ in 0..<Int(weights[i]) { positions.append(i) }
    }
    return metric.value(predictions.rows(at: positions))
  }

  var jackknife: [Double]? { jackknifeByWeights }
}
