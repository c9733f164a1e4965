import Foundation
import Text

/// How a column of new rows differs from the rows that the model was trained on.
public struct ColumnDrift: Sendable, Hashable, Encodable {
  public let column: String
  public let rowCount: Int
  /// The probability of such a difference without a change, and corrected for all tests of the rows.
  public let pValue: Double
  public internal(set) var correctedP: Double?
  public let effect: Effect
  public let missingShare: Double
  public let referenceMissingShare: Double
  /// What happened, the likeliest cause first; none for a column that did not change.
  public internal(set) var causes: [DriftCause]
  /// Whether it changed: significantly, and by more than matters.
  public internal(set) var isAlarm: Bool

  /// How far the distributions are apart.
  public struct Effect: Sendable, Hashable, Encodable {
    /// The distance of Wasserstein in the reference's standard deviations; nil for categories.
    public let wasserstein: Double?
    /// ½ Σ |P - Q| of categories; nil for numbers.
    public let totalVariation: Double?
    /// The population stability index: of tenths of the reference, or of categories.
    public let stabilityIndex: Double
    /// The distance of Jensen and Shannon in base 2 over the same parts.
    public let jensenShannon: Double
  }
}

/// The least changes that matter.
public struct DriftLimits: Sendable, Hashable, Encodable {
  /// The share of windows without a change in which any column may alarm.
  public var level = 0.05
  /// Standard deviations that the numbers of a column move.
  public var wasserstein = 0.1
  /// The share of rows that change their category, or lose their value.
  public var share = 0.05

  public init() {}
}

extension ColumnProfile {
  /// Compares new cells with the profile.
  func drift(of cells: CellSample, named column: String, _ limits: DriftLimits) -> ColumnDrift {
    switch (self, cells) {
    case (.numbers(let profile), .numbers(let numbers)):
      profile.drift(of: NumberProfile(numbers), numbers, named: column, limits)
    case (.categories(let profile), .categories(let texts)):
      profile.drift(of: texts, named: column, limits)
    case (_, .numbers(let numbers)):
      // Of another kind than the profile: all of the reference is as good as missing.
      NumberProfile([]).drift(of: NumberProfile(numbers), numbers, named: column, limits)
    case (_, .categories(let texts)):
      CategoryProfile([]).drift(of: texts, named: column, limits)
    }
  }
}

/// The cells of a column.
enum CellSample {
  case numbers([Double])
  case categories([String?])
}

/// How many cells of two samples are missing.
struct MissingCells {
  let reference: Int
  let referenceTotal: Int
  let current: Int
  let currentTotal: Int

  var referenceShare: Double { Double(reference) / Double(max(1, referenceTotal)) }
  var currentShare: Double { Double(current) / Double(max(1, currentTotal)) }

  var pValue: Double {
    CategoryTest(
      reference: [reference, referenceTotal - reference],
      current: [current, currentTotal - current]
    ).pValue
  }

  func causes(_ limits: DriftLimits, isSignificant: Bool) -> [DriftCause] {
    guard isSignificant, abs(currentShare - referenceShare) >= limits.share else { return [] }
    return [currentShare > referenceShare ? .moreMissing : .fewerMissing]
  }
}

extension NumberProfile {
  fileprivate func drift(
    of current: NumberProfile, _ cells: [Double], named column: String, _ limits: DriftLimits
  ) -> ColumnDrift {
    let missing = MissingCells(
      reference: missingCount, referenceTotal: count + missingCount,
      current: current.missingCount, currentTotal: cells.count)
    let sorted = cells.filter(\.isFinite).sorted()
    let points = points
    let test = NumberTest(reference: points, standingFor: count, current: sorted)
    let parts = tenths(sorted, points)
    let shift = deviation > 0 ? test.wasserstein / deviation : test.wasserstein > 0 ? .infinity : 0
    // Numbers of few values are tied: their counts decide.
    let p = counted(sorted)?.pValue ?? test.pValue
    var causes = missing.causes(limits, isSignificant: missing.pValue < limits.level / 2)
    if p < limits.level / 2, shift >= limits.wasserstein {
      causes = [change(to: current, sorted, test)] + causes
    }
    return ColumnDrift(
      column: column, rowCount: cells.count, pValue: min(1, 2 * min(p, missing.pValue)),
      effect: ColumnDrift.Effect(
        wasserstein: shift, totalVariation: nil, stabilityIndex: parts.stabilityIndex,
        jensenShannon: parts.jensenShannon),
      missingShare: missing.currentShare, referenceMissingShare: missing.referenceShare,
      causes: causes, isAlarm: false)
  }

  /// The counts of both samples in tenths of the reference.
  private func tenths(_ sorted: [Double], _ points: [Double]) -> CategoryTest {
    guard !points.isEmpty else { return CategoryTest(reference: [], current: []) }
    let edges = deciles(of: points)
    func counts(_ numbers: [Double]) -> [Int] {
      var counts = [Int](repeating: 0, count: edges.count + 1)
      var tenth = 0
      for number in numbers {
        while tenth < edges.count, number >= edges[tenth] { tenth += 1 }
        counts[tenth] += 1
      }
      return counts
    }
    return CategoryTest(reference: counts(points), current: counts(sorted))
  }

  /// The counts of each different number in both samples; nil where there are many.
  private func counted(_ sorted: [Double]) -> CategoryTest? {
    guard let values, let counts else { return nil }
    var currentCounts: [Double: Int] = [:]
    for number in sorted {
      currentCounts[number, default: 0] += 1
      if currentCounts.count > 10 * Self.valueLimit { return nil }
    }
    let new = currentCounts.keys.filter { !values.contains($0) }.sorted()
    return CategoryTest(
      reference: counts + new.map { _ in 0 },
      current: (values + new).map { currentCounts[$0] ?? 0 })
  }

  /// What made the numbers move.
  private func change(
    to current: NumberProfile, _ sorted: [Double], _ test: NumberTest
  ) -> DriftCause {
    if let value = current.values?.first, current.values?.count == 1, values?.count ?? 2 > 1 {
      return .stuck(at: value)
    }
    let points = points
    let sample = NumberProfile.quantiles(of: sorted, Self.pointLimit)
    let factors = UnitChange.all.compactMap { change -> (UnitChange, Double)? in
      let back = sample.map(change.undone).sorted()
      let left = NumberTest(reference: points, standingFor: count, current: back)
      return left.wasserstein <= 0.25 * test.wasserstein ? (change, left.wasserstein) : nil
    }
    if let best = factors.min(by: { $0.1 < $1.1 }), best.1 <= 0.3 * deviation {
      return .unit(best.0)
    }
    return abs(current.mean - mean) < test.wasserstein / 2
      ? .spread(from: deviation, to: current.deviation) : .moved(from: mean, to: current.mean)
  }
}

extension CategoryProfile {
  fileprivate func drift(
    of cells: [String?], named column: String, _ limits: DriftLimits
  ) -> ColumnDrift {
    let current = CategoryProfile(cells)
    let missing = MissingCells(
      reference: missingCount, referenceTotal: counts.reduce(0, +) + missingCount,
      current: current.missingCount, currentTotal: cells.count)
    let countOf = Dictionary(uniqueKeysWithValues: zip(current.levels, current.counts))
    let known = Set(levels)
    let new = current.levels.filter { !known.contains($0) }
    let newCount = new.reduce(current.counts.last ?? 0) { $0 + (countOf[$1] ?? 0) }
    // Each new level for itself, as those of training are: together they would differ from none of them
    // wherever training had too few rows for all levels.
    let test = CategoryTest(
      reference: counts + new.map { _ in 0 },
      current: levels.map { countOf[$0] ?? 0 } + [current.counts.last ?? 0]
        + new.map { countOf[$0] ?? 0 })
    let p = test.pValue
    var causes = missing.causes(limits, isSignificant: missing.pValue < limits.level / 2)
    let hasValue = cells.count - current.missingCount
    if p < limits.level / 2, test.totalVariation >= limits.share {
      let unknownShare = Double(newCount) / Double(max(1, hasValue))
      let gained = zip(levels.indices, levels).map { index, level in
        (level, share(countOf[level] ?? 0, hasValue) - share(counts[index], counts.reduce(0, +)))
      }
      if unknownShare >= limits.share / 2, (counts.last ?? 0) == 0, let commonest = new.first {
        causes.insert(.newCategory(commonest, share: unknownShare), at: 0)
      } else if current.levels.count == 1, levels.count > 1 {
        causes.insert(.stuckCategory(current.levels[0]), at: 0)
      } else if let most = gained.max(by: { abs($0.1) < abs($1.1) }) {
        causes.insert(.shares(most.0, change: most.1), at: 0)
      }
    }
    return ColumnDrift(
      column: column, rowCount: cells.count, pValue: min(1, 2 * min(p, missing.pValue)),
      effect: ColumnDrift.Effect(
        wasserstein: nil, totalVariation: test.totalVariation,
        stabilityIndex: test.stabilityIndex, jensenShannon: test.jensenShannon),
      missingShare: missing.currentShare, referenceMissingShare: missing.referenceShare,
      causes: causes, isAlarm: false)
  }

  private func share(_ count: Int, _ total: Int) -> Double { Double(count) / Double(max(1, total)) }
}
