import Foundation

/// The distribution of a column among the rows that a model was trained on.
public enum ColumnProfile: Sendable, Hashable, Codable {
  case numbers(NumberProfile)
  case categories(CategoryProfile)

  /// Cells with and without a value.
  var rowCount: Int {
    switch self {
    case .numbers(let profile): profile.count + profile.missingCount
    case .categories(let profile): profile.counts.reduce(0, +) + profile.missingCount
    }
  }

  var missingCount: Int {
    switch self {
    case .numbers(let profile): profile.missingCount
    case .categories(let profile): profile.missingCount
    }
  }
}

extension ColumnProfile {
  /// Whether its parts belong together, as those of a file may not.
  var isConsistent: Bool {
    switch self {
    case .numbers(let profile): profile.isConsistent
    case .categories(let profile):
      profile.counts.count == profile.levels.count + 1
        && Set(profile.levels).count == profile.levels.count
        && (profile.counts + [profile.missingCount]).allSatisfy(Self.countRange.contains)
    }
  }

  /// More rows no table has; sums of such counts have room.
  static let countRange = 0...(1 << 40)
}

/// A column of numbers as quantiles.
public struct NumberProfile: Sendable, Hashable, Codable {
  /// Quantiles that are kept at most, of a table of few columns; fewer numbers are kept whole.
  static let pointLimit = 1_000
  /// A column of so few different numbers is compared by their counts.
  static let valueLimit = 20

  /// Cells with a value, and without.
  let count: Int
  let missingCount: Int
  let mean: Double
  /// Of the population.
  let deviation: Double
  /// Sorted: all numbers, or the middles of as many equal parts as the limit; none where `values` are few.
  let quantiles: [Double]
  /// The different numbers and their counts, where they are few.
  let values: [Double]?
  let counts: [Int]?

  init(_ cells: [Double], pointLimit: Int = Self.pointLimit) {
    let numbers = cells.filter { $0.isFinite }.sorted()
    count = numbers.count
    missingCount = cells.count - numbers.count
    let total = Double(max(1, numbers.count))
    let mean = numbers.reduce(0) { $0 + $1 / total }
    self.mean = mean
    deviation = numbers.reduce(0) { $0 + ($1 - mean) / total * ($1 - mean) }.squareRoot()
    var (values, counts): ([Double], [Int]) = ([], [])
    for number in numbers {
      if number == values.last {
        counts[counts.count - 1] += 1
      } else if values.count <= Self.valueLimit {
        values.append(number)
        counts.append(1)
      } else {
        break
      }
    }
    let isDiscrete = values.count <= Self.valueLimit
    (self.values, self.counts) = isDiscrete ? (values, counts) : (nil, nil)
    quantiles = isDiscrete ? [] : Self.quantiles(of: numbers, pointLimit)
  }

  static func quantiles(of sorted: [Double], _ limit: Int) -> [Double] {
    guard sorted.count > limit else { return sorted }
    return (0..<limit).map { sorted[(2 * $0 + 1) * sorted.count / (2 * limit)] }
  }

  fileprivate var isConsistent: Bool {
    let counted = (values ?? []).count == (counts ?? []).count && (values == nil) == (counts == nil)
    let sorted = [quantiles, values ?? []].allSatisfy { numbers in
      numbers.allSatisfy(\.isFinite) && zip(numbers, numbers.dropFirst()).allSatisfy(<=)
    }
    let all = (counts ?? []) + [count, missingCount]
    return counted && sorted && mean.isFinite && deviation >= 0
      && all.allSatisfy(ColumnProfile.countRange.contains)
      && quantiles.count <= max(count, 0) && (counts ?? []).reduce(0, +) <= count
  }

  /// Sorted numbers that stand for all.
  var points: [Double] {
    guard let values, let counts else { return quantiles }
    let total = counts.reduce(0, +)
    let pointCount = min(total, Self.pointLimit)
    var (index, seen) = (0, 0)
    return (0..<pointCount).map { point in
      while (2 * point + 1) * total / (2 * pointCount) >= seen + counts[index] {
        seen += counts[index]
        index += 1
      }
      return values[index]
    }
  }

  /// The numbers that part the rows into tenths.
  func deciles(of points: [Double]) -> [Double] {
    (1..<10).map { points[$0 * points.count / 10] }
  }
}

/// A column of categories as counts.
public struct CategoryProfile: Sendable, Hashable, Codable {
  /// The commonest levels that are kept by name; the others are counted together.
  static let levelLimit = 1_000

  let levels: [String]
  /// The rows of each level, and last of all other levels.
  let counts: [Int]
  let missingCount: Int

  init(_ cells: [String?]) {
    var countOf: [String: Int] = [:]
    for case let cell? in cells { countOf[cell, default: 0] += 1 }
    let order = countOf.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    levels = order.prefix(Self.levelLimit).map(\.key)
    counts =
      order.prefix(Self.levelLimit).map(\.value)
      + [order.dropFirst(Self.levelLimit).reduce(0) { $0 + $1.value }]
    missingCount = cells.count - countOf.values.reduce(0, +)
  }
}
