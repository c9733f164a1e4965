import Foundation
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

extension AveragePrecisionStatistic {
  /// On the logit scale with the linearized standard error, and with Student's t for what few positive rows
  /// add to it.
  ///
  /// **Formula** A row's weight changes AP by
  /// (y (P − AP) + Σ (y − Pᵢ) / Nᵢ) / m, the sum over the positives with at most its score, with P and
  /// N the precision and the weight of the rows down to a score and m the positives' weight.
  func inference(level: Double) -> Inference {
    guard let value = valueOnAllRows else { return .none(.undefinedMetric) }
    if value == 1 { return perfectInference(level: level) }
    let weights = rowWeights ?? [Double](repeating: 1, count: rowCount)
    let influences = influences(value, weights)
    var variances = [0.0, 0.0]
    var classWeights: [[Double]] = [[], []]
    for i in 0..<order.count {
      let weight = weights[order[i]]
      variances[isPositive[i] ? 1 : 0] += weight * weight * influences[i] * influences[i]
      classWeights[isPositive[i] ? 1 : 0].append(weight)
    }
    let counts = classWeights.map(\.effectiveCount)
    variances[1] *= counts[1] / max(1, counts[1] - 1)
    let variance = variances[0] + variances[1]
    var squares = 0.0
    for k in 0..<2 { squares += variances[k] * variances[k] / max(1, counts[k] - 1) }
    let student = StudentDistribution(degreesOfFreedom: max(1, variance * variance / squares))
    let half =
      student.upperQuantile((1 - level) / 2) * variance.squareRoot() / (value * (1 - value))
    let centre = log(value / (1 - value))
    return Inference(
      interval: Interval(low: centre - half, high: centre + half).mapped { 1 / (1 + exp(-$0)) },
      pValue: nil, standardError: variance.squareRoot(),
      method: "linearized, logit scale, Student t")
  }

  /// The derivative of AP by the weight of each row, in the order of falling scores.
  private func influences(_ value: Double, _ weights: [Double]) -> [Double] {
    var precisions = [Double](repeating: 0, count: order.count)
    var totals = precisions
    var (found, called, start) = (0.0, 0.0, 0)
    for i in 0..<order.count {
      called += weights[order[i]]
      if isPositive[i] { found += weights[order[i]] }
      guard endsTie[i] else { continue }
      for tied in start...i {
        precisions[tied] = found / called
        totals[tied] = called
      }
      start = i + 1
    }
    var influences = precisions
    // Sums over the positives from the last one up to the tie that a row belongs to.
    var (inverse, share) = (0.0, 0.0)
    var end = order.count
    while end > 0 {
      var first = end - 1
      while first > 0, !endsTie[first - 1] { first -= 1 }
      for i in first..<end where isPositive[i] {
        inverse += weights[order[i]] / totals[i]
        share += weights[order[i]] * precisions[i] / totals[i]
      }
      for i in first..<end {
        influences[i] =
          (isPositive[i] ? precisions[i] - value + inverse - share : -share) / found
      }
      end = first
    }
    return influences
  }

  /// A perfect ranking has no spread: as for the area under the ROC curve, pairs of one positive and one negative row that share no
  /// row are independent trials, all of them won.
  private func perfectInference(level: Double) -> Inference {
    let weights = rowWeights ?? [Double](repeating: 1, count: rowCount)
    let sides = [true, false].map { side in
      order.indices.filter { isPositive[$0] == side }.map { weights[order[$0]] }.effectiveCount
    }
    guard let pairs = sides.min(), pairs > 0 else { return .none(.noSpread) }
    return Inference(
      interval: Interval(low: pow((1 - level) / 2, 1 / pairs), high: 1), pValue: nil,
      standardError: nil, method: "Clopper-Pearson of separate pairs")
  }
}
