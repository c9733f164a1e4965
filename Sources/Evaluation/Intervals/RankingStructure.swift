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
    classVariances(of: parts)?.reduce(0, +)
  }

  /// What the rows of each class add to the variance.
  private func classVariances(of parts: [Double]) -> [Double]? {
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
    var variances: [Double] = []
    for k in 0..<classCount {
      guard counts[k] > 1 else { return nil }
      variances.append(counts[k] * squares[k] / (counts[k] - 1))
    }
    return variances
  }

  /// On the logit scale, so that no end leaves [0, 1], with the quantile of Student's t: the part of a class
  /// with few rows is hardly known.
  ///
  /// Of two classes the variance is a mean of DeLong's and of the one that the area alone gives, which counts as two rows
  /// of the smaller class: few positive rows may by chance all have similar ranks.
  ///
  /// **Source** Welch 1947 and Satterthwaite 1946 for the degrees of freedom; Newcombe 2006, "Confidence
  /// intervals for an effect size measure based on the Mann-Whitney statistic", method 5, for the variance
  /// from the area.
  func inference(level: Double) -> Inference {
    if area == 1 || area == 0 { return exactInference(level: level) }
    guard let variances = classVariances(of: rowParts) else { return .none(.undefinedMetric) }
    let counts = effectiveCounts
    var variance = variances.reduce(0, +)
    var squares = 0.0
    for k in 0..<classCount { squares += variances[k] * variances[k] / max(1, counts[k] - 1) }
    let student = StudentDistribution(
      degreesOfFreedom: squares > 0 ? max(1, variance * variance / squares) : 1)
    if classCount == 2 {
      let share = min(1, 2 / min(counts[0], counts[1]))
      variance = (1 - share) * variance + share * varianceFromArea(counts)
    }
    let half =
      student.upperQuantile((1 - level) / 2) * variance.squareRoot() / (area * (1 - area))
    let centre = log(area / (1 - area))
    return Inference(
      interval: Interval(low: centre - half, high: centre + half).mapped { 1 / (1 + exp(-$0)) },
      pValue: nil, standardError: variance.squareRoot(), method: "DeLong, logit scale, Student t")
  }

  /// The effective number of rows of each class.
  private var effectiveCounts: [Double] {
    (0..<classCount).map { k in
      trueClasses.indices.filter { trueClasses[$0] == k }.map { weights[$0] }.effectiveCount
    }
  }

  private func varianceFromArea(_ counts: [Double]) -> Double {
    let pairs = (counts[0] + counts[1]) / 2 - 1
    return area * (1 - area)
      * (1 + pairs * ((1 - area) / (2 - area) + area / (1 + area))) / (counts[0] * counts[1])
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
