internal import LinearAlgebra
internal import Randomness

/// How far apart groups are in one sense of equal treatment.
public struct GroupDisparity: Sendable, Hashable, Codable {
  public let criterion: Criterion
  /// The greatest rate minus the least; 0 is equal treatment.
  public let difference: Estimate
  /// The least rate over the greatest; 1 is equal treatment.
  public let ratio: Estimate
  /// Of no difference between any of the groups; nil where a group has no rows for a rate.
  ///
  /// The greatest difference is above 0 even where all groups are alike, and so is its interval:
  /// whether groups differ is for this test to say. The predictions are drawn anew among the rows
  /// that the rates are of, which is exact where groups are alike.
  public let pValue: Double?
  /// The p-value corrected by Holm for all criteria and divisions; nil before `corrected`.
  public fileprivate(set) var correctedP: Double?

  /// Whether groups are shown to differ, at the level of the intervals.
  public var isShown: Bool { correctedP.map { $0 < 1 - difference.level } ?? false }

  /// What is to be equal. **Source** the definitions of fairlearn 0.10.
  public enum Criterion: String, Sendable, Hashable, Codable, CaseIterable {
    /// Selection rates.
    case demographicParity = "demographic_parity"
    /// True positive rates.
    case equalOpportunity = "equal_opportunity"
    /// True and false positive rates: the greater difference, the lesser ratio.
    case equalizedOdds = "equalized_odds"
  }
}

/// The rates of groups of the judged rows, and how far apart they are.
public struct GroupComparison: Sendable, Hashable, Codable {
  public let groups: [GroupRates]
  /// Empty where fewer than two groups have enough rows.
  public private(set) var disparities: [GroupDisparity]

  /// Rows that a group needs to count in disparities.
  public static let leastRowCount = 30

  /// - Parameters:
  ///   - predictions: Of two classes.
  ///   - groups: Names with their rows among those of the predictions; no row in two groups.
  public init(
    _ predictions: Predictions, groups: [(name: String, positions: [Int])], estimator: Estimator
  ) {
    self.groups = groups.map {
      GroupRates(predictions, group: $0.name, at: $0.positions, level: estimator.level)
    }
    let large = groups.filter { $0.positions.count >= Self.leastRowCount }
    guard large.count > 1 else {
      disparities = []
      return
    }
    let cells = GroupCells(predictions, large.map(\.positions))
    let resamples = cells.resampled(count: estimator.resamples, seed: estimator.seed)
    disparities = GroupDisparity.Criterion.allCases.map { criterion in
      GroupDisparity(
        criterion: criterion,
        difference: estimator.percentiles(
          of: criterion.difference(cells), resamples.map(criterion.difference)),
        ratio: estimator.percentiles(
          of: criterion.ratio(cells), resamples.map(criterion.ratio)),
        pValue: cells.pValue(of: criterion, draws: estimator.resamples, seed: estimator.seed))
    }
  }

  /// The comparisons of several divisions, with p-values that are corrected for all of them.
  public static func corrected(_ comparisons: [GroupComparison]) -> [GroupComparison] {
    let pValues = comparisons.flatMap(\.disparities).compactMap(\.pValue)
    var factors = MultipleTesting.holmFactors(pValues).makeIterator()
    return comparisons.map { comparison in
      var corrected = comparison
      for index in corrected.disparities.indices {
        guard let p = corrected.disparities[index].pValue, let factor = factors.next() else {
          continue
        }
        corrected.disparities[index].correctedP = min(1, p * factor)
      }
      return corrected
    }
  }
}

/// The weight of rows by group, truth and prediction.
private struct GroupCells {
  /// Group · 4 + truth · 2 + prediction.
  var weights: [Double]
  private let cellOfRow: [Int]
  private let rowWeights: [Double]?

  init(_ predictions: Predictions, _ groups: [[Int]]) {
    let (truth, predicted) = (predictions.trueClasses, predictions.predictedClasses)
    var cellOfRow: [Int] = []
    var rowWeights: [Double] = []
    weights = [Double](repeating: 0, count: 4 * groups.count)
    for (group, positions) in groups.enumerated() {
      for row in positions {
        let cell = 4 * group + 2 * truth[row] + predicted[row]
        let weight = predictions.weights?[row] ?? 1
        weights[cell] += weight
        cellOfRow.append(cell)
        rowWeights.append(weight)
      }
    }
    self.cellOfRow = cellOfRow
    self.rowWeights = predictions.weights == nil ? nil : rowWeights
  }

  /// All groups' rows drawn together with replacement, again and again.
  func resampled(count: Int, seed: UInt64) -> [GroupCells] {
    var generator = CounterBasedGenerator(seed: seed, purpose: .bootstrap)
    guard let rowWeights else {
      let places = weights.indices.filter { weights[$0] > 0 }
      var sampler = MultinomialSampler(counts: places.map { Int(weights[$0]) })
      return (0..<count).map { _ in
        var drawn = self
        sampler.draw(into: &drawn.weights, at: places, using: &generator)
        return drawn
      }
    }
    return (0..<count).map { _ in
      var drawn = self
      for cell in drawn.weights.indices { drawn.weights[cell] = 0 }
      for _ in cellOfRow.indices {
        let row = generator.integer(below: cellOfRow.count)
        drawn.weights[cellOfRow[row]] += rowWeights[row]
      }
      return drawn
    }
  }

  /// The share of draws in which groups are at least as far apart as they are, of draws that give the
  /// positive predictions to other rows of the same truths.
  func pValue(of criterion: GroupDisparity.Criterion, draws: Int, seed: UInt64) -> Double? {
    guard let found = criterion.difference(self) else { return nil }
    var generator = CounterBasedGenerator(seed: seed, purpose: .permutation)
    var strata = criterion.truths.map { truths in
      cellOfRow.indices.filter { truths.contains(cellOfRow[$0] % 4 / 2) }
    }
    let positiveCounts = strata.map { rows in rows.count { cellOfRow[$0] % 2 == 1 } }
    let totals = strata.map { groupWeights(of: $0[...]) }
    var atLeastCount = 1
    for _ in 0..<draws {
      var greatest = 0.0
      for stratum in strata.indices {
        let count = positiveCounts[stratum]
        for place in 0..<count {
          let other = place + generator.integer(below: strata[stratum].count - place)
          strata[stratum].swapAt(place, other)
        }
        let positive = groupWeights(of: strata[stratum].prefix(count))
        let rates = zip(positive, totals[stratum]).map { $0 / $1 }
        greatest = max(greatest, (rates.max() ?? 0) - (rates.min() ?? 0))
      }
      // Sums in another order may differ in their last bits.
      if greatest >= found - 1e-12 { atLeastCount += 1 }
    }
    return Double(atLeastCount) / Double(draws + 1)
  }

  /// The weight of some rows by group.
  private func groupWeights(of rows: ArraySlice<Int>) -> [Double] {
    var sums = [Double](repeating: 0, count: weights.count / 4)
    for row in rows { sums[cellOfRow[row] / 4] += rowWeights?[row] ?? 1 }
    return sums
  }

  /// Each group's share of positive predictions among rows of some truths; nil if any has no row.
  func rates(truths: [Int]) -> [Double]? {
    var rates: [Double] = []
    for group in 0..<(weights.count / 4) {
      let negative = truths.reduce(0) { $0 + weights[4 * group + 2 * $1] }
      let positive = truths.reduce(0) { $0 + weights[4 * group + 2 * $1 + 1] }
      guard negative + positive > 0 else { return nil }
      rates.append(positive / (negative + positive))
    }
    return rates
  }
}

extension GroupDisparity.Criterion {
  fileprivate func difference(_ cells: GroupCells) -> Double? {
    extremes(cells).map { $0.map { $0.greatest - $0.least }.max() ?? 0 }
  }

  /// nil also where nothing is predicted positive in any group.
  fileprivate func ratio(_ cells: GroupCells) -> Double? {
    guard let extremes = extremes(cells), extremes.allSatisfy({ $0.greatest > 0 }) else {
      return nil
    }
    return extremes.map { $0.least / $0.greatest }.min()
  }

  /// The truths of the rows that each rate is of.
  fileprivate var truths: [[Int]] {
    switch self {
    case .demographicParity: [[0, 1]]
    case .equalOpportunity: [[1]]
    case .equalizedOdds: [[1], [0]]
    }
  }

  private func extremes(_ cells: GroupCells) -> [(least: Double, greatest: Double)]? {
    var extremes: [(least: Double, greatest: Double)] = []
    for set in truths {
      guard let rates = cells.rates(truths: set), let least = rates.min(),
        let greatest = rates.max()
      else { return nil }
      extremes.append((least, greatest))
    }
    return extremes
  }
}

extension Estimator {
  /// A value with the percentiles of its resamples; no interval where more than one in twenty of
  /// them has no value.
  fileprivate func percentiles(of value: Double?, _ resamples: [Double?]) -> Estimate {
    let defined = resamples.compactMap(\.self).sorted()
    guard let value else { return undefinedEstimate }
    guard 20 * defined.count >= 19 * resamples.count else {
      return Estimate(
        value: value, low: nil, high: nil, level: level,
        method: "none: undefined in many resamples")
    }
    func quantile(_ p: Double) -> Double {
      let place = p * Double(defined.count - 1)
      let (below, share) = (Int(place), place - place.rounded(.down))
      let above = min(below + 1, defined.count - 1)
      return defined[below] + share * (defined[above] - defined[below])
    }
    let tail = (1 - level) / 2
    return Estimate(
      value: value, low: quantile(tail), high: quantile(1 - tail), level: level,
      method: "percentiles of a joint bootstrap")
  }
}
