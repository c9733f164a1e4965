internal import Schema

/// A column as seen in the training rows, for reports.
public struct ColumnSummary: Sendable, Hashable, Codable {
  public let name: String
  /// number, category, drop, target, row_id or weight.
  public let role: String
  public let reason: String
  public let missingCount: Int
  /// nil unless the column holds numbers.
  public let numbers: Numbers?
  /// nil unless the column holds categories.
  public let categories: Categories?

  public struct Numbers: Sendable, Hashable, Codable {
    public let minimum: Double
    public let mean: Double
    public let maximum: Double
    /// The population's.
    public let deviation: Double
    /// Counts in ten equal bins from minimum to maximum; the last bin has both its ends.
    public let histogram: [Int]
  }

  public struct Categories: Sendable, Hashable, Codable {
    public let levelCount: Int
    /// The five commonest, the commonest first.
    public let commonest: [Level]
  }

  public struct Level: Sendable, Hashable, Codable {
    public let name: String
    public let count: Int
  }
}

extension Dataset {
  /// Every column of the table, in its order, over the training rows.
  public func summaries() -> [ColumnSummary] {
    let roles = Dictionary(
      schema.features.map { ($0.name, ($0.role.rawValue, $0.reason)) },
      uniquingKeysWith: { first, _ in first })
    return table.columns.map { column in
      let (role, reason) =
        switch column.name {
        case schema.target: ("target", schema.task.rawValue)
        case schema.rowID: ("row_id", "the spec says so")
        case schema.weight: ("weight", "the spec says so")
        default: roles[column.name] ?? ("drop", "")
        }
      return column.summary(of: split.train, role: role, reason: reason)
    }
  }
}

extension Column {
  fileprivate func summary(of rows: [Int], role: String, reason: String) -> ColumnSummary {
    var missingCount = 0
    var numbers: ColumnSummary.Numbers?
    var categories: ColumnSummary.Categories?
    switch values {
    case .categories(let codes, let levels):
      var counts = [Int](repeating: 0, count: levels.count)
      for row in rows {
        if codes[row] < 0 { missingCount += 1 } else { counts[Int(codes[row])] += 1 }
      }
      let present = levels.indices.filter { counts[$0] > 0 }
      let commonest = present.sorted { (-counts[$0], $0) < (-counts[$1], $1) }.prefix(5)
      categories = ColumnSummary.Categories(
        levelCount: present.count,
        commonest: commonest.map { ColumnSummary.Level(name: levels[$0], count: counts[$0]) })
    case .bytes(let bytes):
      var counts = [Int](repeating: 0, count: 256)
      for row in rows { counts[Int(bytes[row])] += 1 }
      let statistics = ByteStatistics(counts)
      if statistics.count > 0 {
        var bins = HistogramBins(minimum: statistics.minimum, maximum: statistics.maximum)
        for (byte, count) in counts.enumerated() where count > 0 {
          bins.add(Double(byte), count: count)
        }
        numbers = ColumnSummary.Numbers(
          minimum: statistics.minimum, mean: statistics.mean, maximum: statistics.maximum,
          deviation: statistics.deviation, histogram: bins.counts)
      }
    case .numbers(let elements):
      (numbers, missingCount) = Self.numberSummary(of: elements, rows: rows)
    }
    return ColumnSummary(
      name: name, role: role, reason: reason, missingCount: missingCount, numbers: numbers,
      categories: categories)
  }

  /// Welford's running mean and squares with the extremes, then the bins.
  private static func numberSummary(
    of elements: [Double], rows: [Int]
  ) -> (ColumnSummary.Numbers?, missingCount: Int) {
    var (count, missing) = (0, 0)
    var (mean, squares) = (0.0, 0.0)
    var (minimum, maximum) = (Double.infinity, -Double.infinity)
    for row in rows {
      let value = elements[row]
      if value.isFinite {
        count += 1
        let difference = value - mean
        mean += difference / Double(count)
        squares += difference * (value - mean)
        minimum = min(minimum, value)
        maximum = max(maximum, value)
      } else if value.isNaN {
        missing += 1
      }
    }
    guard count > 0 else { return (nil, missing) }
    var bins = HistogramBins(minimum: minimum, maximum: maximum)
    for row in rows where elements[row].isFinite { bins.add(elements[row], count: 1) }
    return (
      ColumnSummary.Numbers(
        minimum: minimum, mean: mean, maximum: maximum,
        deviation: (squares / Double(count)).squareRoot(), histogram: bins.counts), missing
    )
  }
}

/// Ten equal bins; all of a constant column is in the first.
private struct HistogramBins {
  private let minimum: Double
  private let range: Double
  private(set) var counts = [Int](repeating: 0, count: 10)

  init(minimum: Double, maximum: Double) {
    self.minimum = minimum
    range = maximum - minimum
  }

  mutating func add(_ value: Double, count: Int) {
    // Halved, so that the widest range does not overflow.
    let share = range.isFinite ? (value - minimum) / range : (value / 2 - minimum / 2) / (range / 2)
    counts[range > 0 && share.isFinite ? min(9, Int(share * 10)) : 0] += count
  }
}
