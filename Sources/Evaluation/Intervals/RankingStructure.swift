import Foundation
import LinearAlgebra

/// The area under the ROC curve together with each row's part in it.
///
/// **Source** DeLong, DeLong and Clarke-Pearson 1988, by sorting as in Sun and Xu 2014. Several
/// classes: the plain mean of the one-versus-rest areas, whose row parts add up; with class sizes
/// taken as fixed the variance is summed over true classes, which for two classes is DeLong's.
///
/// A pair of weighted rows counts the product of its weights. The area is then a ratio of sums, and
/// its variance the linearized one: the squares of the rows' deviations times their weights (Binder
/// 1983, "On the variances of asymptotically normal estimators from complex surveys").
struct RankingStructure {
  let area: Double
  /// Each row's part: its share of pairs won, over the weight of the rows that share its role, [n].
  let rowParts: [Double]
  private let weights: [Double]
  private let trueClasses: [Int]
  private let classCount: Int
  /// For each one-versus-rest problem the effective number of rows of its smaller side.
  private let smallerSides: [Double]

  /// nil where a class has no rows, or all of them.
  init?(_ predictions: Predictions) {
    let truth = predictions.trueClasses
    let weights = predictions.weights ?? [Double](repeating: 1, count: truth.count)
    let classCount = predictions.classCount
    let problems = classCount == 2 ? [1] : Array(0..<classCount)
    var rowParts = [Double](repeating: 0, count: truth.count)
    var area = 0.0
    var smallerSides: [Double] = []
    for problem in problems {
      let positives = truth.indices.filter { truth[$0] == problem }.map { weights[$0] }
      let negatives = truth.indices.filter { truth[$0] != problem }.map { weights[$0] }
      smallerSides.append(min(positives.effectiveCount, negatives.effectiveCount))
      guard smallerSides.last != 0 else { return nil }
      let storage = predictions.outputs.storage
      let scores = (0..<truth.count).map { storage[$0 * classCount + problem] }
      area += Self.addPairsWon(
        RankedRows(
          scores: scores, isPositive: truth.map { $0 == problem }, weights: weights,
          positiveTotal: positives.reduce(0, +), negativeTotal: negatives.reduce(0, +)),
        problemCount: problems.count, to: &rowParts)
    }
    guard !problems.isEmpty else { return nil }
    self.area = area / Double(problems.count)
    self.rowParts = rowParts
    self.weights = weights
    self.trueClasses = truth
    self.classCount = classCount
    self.smallerSides = smallerSides
  }

  /// The variance of the area that these parts (or their differences) have; nil where a class has
  /// one row only.
  func variance(of parts: [Double]) -> Double? {
    var counts = [Double](repeating: 0, count: classCount)
    var totals = [Double](repeating: 0, count: classCount)
    var means = [Double](repeating: 0, count: classCount)
    for i in 0..<parts.count {
      counts[trueClasses[i]] += 1
      totals[trueClasses[i]] += weights[i]
      means[trueClasses[i]] += weights[i] * parts[i]
    }
    for k in 0..<classCount { means[k] /= totals[k] }
    var squares = [Double](repeating: 0, count: classCount)
    for i in 0..<parts.count {
      let d = weights[i] * (parts[i] - means[trueClasses[i]])
      squares[trueClasses[i]] += d * d
    }
    var variance = 0.0
    for k in 0..<classCount {
      guard counts[k] > 1 else { return nil }
      variance += counts[k] * squares[k] / (counts[k] - 1)
    }
    return variance
  }

  /// On the logit scale, so that no end leaves [0, 1].
  func inference(level: Double) -> Inference {
    if area == 1 || area == 0 { return exactInference(level: level) }
    guard let variance = variance(of: rowParts) else {
      return .none(because: "a class has one row")
    }
    let error = variance.squareRoot()
    let half = criticalValue(level: level) * error / (area * (1 - area))
    let centre = log(area / (1 - area))
    return Inference(
      interval: Interval(low: centre - half, high: centre + half).mapped { 1 / (1 + exp(-$0)) },
      pValue: nil, standardError: error, method: "DeLong, logit scale")
  }

  /// A perfect ranking has no variance to estimate. Pairs of one positive and one negative row
  /// that share no row are independent trials that were all won: the exact interval of those
  /// holds for the area, at a level divided among the problems.
  private func exactInference(level: Double) -> Inference {
    let tail = (1 - level) / 2 / Double(smallerSides.count)
    var bound = 0.0
    for pairCount in smallerSides { bound += pow(tail, 1 / pairCount) }
    bound /= Double(smallerSides.count)
    return Inference(
      interval: area == 1 ? Interval(low: bound, high: 1) : Interval(low: 0, high: 1 - bound),
      pValue: nil, standardError: nil, method: "Clopper-Pearson of separate pairs")
  }

  /// The rows of a one-versus-rest problem.
  private struct RankedRows {
    let scores: [Double]
    let isPositive: [Bool]
    let weights: [Double]
    let positiveTotal: Double
    let negativeTotal: Double
  }

  /// Adds each row's share of won pairs to `rowParts`; gives the problem's area.
  private static func addPairsWon(
    _ rows: RankedRows, problemCount: Int, to rowParts: inout [Double]
  ) -> Double {
    let (scores, isPositive, weights) = (rows.scores, rows.isPositive, rows.weights)
    let order = scores.indices.sorted { scores[$0] < scores[$1] }
    let (m, n) = (rows.positiveTotal, rows.negativeTotal)
    let scale = 1 / (m * n * Double(problemCount))
    var wins = 0.0
    var (positivesBelow, negativesBelow) = (0.0, 0.0)
    var start = 0
    while start < order.count {
      var end = start
      var (positivesTied, negativesTied) = (0.0, 0.0)
      let score = scores[order[start]]
      while end < order.count, scores[order[end]] == score {
        let row = order[end]
        if isPositive[row] { positivesTied += weights[row] } else { negativesTied += weights[row] }
        end += 1
      }
      let won = negativesBelow + negativesTied / 2
      let lostTo = m - positivesBelow - positivesTied / 2
      for position in start..<end {
        let row = order[position]
        rowParts[row] += (isPositive[row] ? won : lostTo) * scale
      }
      wins += positivesTied * won
      positivesBelow += positivesTied
      negativesBelow += negativesTied
      start = end
    }
    return wins / (m * n)
  }
}
