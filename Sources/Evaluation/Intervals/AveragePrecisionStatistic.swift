import LinearAlgebra

/// The step-wise area under the precision-recall curve, equal scores taken together.
struct AveragePrecisionStatistic: RowStatistic {
  /// Rows by falling score.
  private let order: [Int]
  private let isPositive: [Bool]
  /// Whether the next row has a lower score.
  private let endsTie: [Bool]
  let rowWeights: [Double]?

  init(_ predictions: Predictions) {
    let truth = predictions.trueClasses
    let scores = (0..<truth.count).map { predictions.outputs.storage[2 * $0 + 1] }
    let order = truth.indices.sorted { scores[$0] > scores[$1] }
    isPositive = order.map { truth[$0] == 1 }
    endsTie = order.indices.map {
      $0 + 1 == order.count || scores[order[$0 + 1]] != scores[order[$0]]
    }
    self.order = order
    rowWeights = predictions.weights
  }

  var rowCount: Int { order.count }

  func value(weights: [Double]) -> Double? {
    var (found, called, foundBefore, area) = (0.0, 0.0, 0.0, 0.0)
    for i in 0..<order.count {
      let weight = weights[order[i]]
      called += weight
      if isPositive[i] { found += weight }
      if endsTie[i], found > foundBefore {
        area += (found - foundBefore) * found / called
        foundBefore = found
      }
    }
    return ratio(area, found)
  }

  var jackknife: [Double]? { jackknifeByWeights }
}
