internal import LinearAlgebra
public import Schema

/// Summary of a column over the training rows, for reports.
public struct ColumnSummary: Sendable, Hashable, Codable {
  public let name: String
  public let role: ColumnRole
  public let reason: String
  public var missingCount: Int
  /// Of the finite numbers; nil for other columns or if there are none.
  public var minimum: Double?
  public var mean: Double?
  public var maximum: Double?
  /// Standard deviation of the population.
  public var deviation: Double?
  /// Number of levels that occur; nil unless the column is categorical.
  public var levelCount: Int?
  /// The five most frequent levels, the most frequent first.
  public var commonest: [Level]
  /// Counts in ten equal bins from minimum to maximum, the last one with both its ends; empty
  /// unless the column holds numbers.
  public var histogram: [Int]

  public struct Level: Sendable, Hashable, Codable {
    public let name: String
    public let count: Int
  }
}

extension Dataset {
  /// Summaries of all columns of a table over the training rows.
  public func summaries() -> [ColumnSummary] {
    let roles = Dictionary(
      schema.features.map { ($0.name, ($0.role.columnRole, $0.reason)) },
      uniquingKeysWith: { first, _ in first })
    return table.columns.map { column in
      let (role, reason) =
        switch column.name {
        case schema.target: (ColumnRole.target, schema.task.rawValue)
        case schema.rowIDColumn: (.rowID, "the spec says so")
        case schema.weight: (.weight, "the spec says so")
        default: roles[column.name] ?? (.drop, "")
        }
      return column.summary(of: split.train, role: role, reason: reason)
    }
  }
}

extension Column {
  fileprivate func summary(of rows: [Int], role: ColumnRole, reason: String) -> ColumnSummary {
    var summary = ColumnSummary(
      name: name, role: role, reason: reason, missingCount: 0, commonest: [], histogram: [])
    switch values {
    case .categories(let codes, let levels):
      var counts = [Int](repeating: 0, count: levels.count)
      for row in rows {
        if codes[row] < 0 { summary.missingCount += 1 } else { counts[Int(codes[row])] += 1 }
      }
      let present = levels.indices.filter { counts[$0] > 0 }
      let commonest = present.sorted { (-counts[$0], $0) < (-counts[$1], $1) }.prefix(5)
      summary.levelCount = present.count
      summary.commonest = commonest.map {
        ColumnSummary.Level(name: levels[$0], count: counts[$0])
      }
    case .bytes(let bytes):
      var counts = [Int](repeating: 0, count: 256)
      for row in rows { counts[Int(bytes[row])] += 1 }
      summary.describe(ByteStatistics(counts))
    case .numbers(let elements):
      summary.describe(elements, rows: rows)
    }
    return summary
  }
}

extension ColumnSummary {
  fileprivate mutating func describe(_ statistics: ByteStatistics) {
    guard statistics.count > 0 else { return }
    (minimum, maximum) = (statistics.minimum, statistics.maximum)
    (mean, deviation) = (statistics.mean, statistics.deviation)
    var bins = HistogramBins(minimum: statistics.minimum, maximum: statistics.maximum)
    for (byte, count) in statistics.counts.enumerated() where count > 0 {
      bins.add(Double(byte), count: count)
    }
    histogram = bins.counts
  }

  /// Welford's running mean and squares with the extremes, then the bins.
  fileprivate mutating func describe(_ elements: ElementStorage<Double>, rows: [Int]) {
    var count = 0
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
        missingCount += 1
      }
    }
    guard count > 0 else { return }
    (self.minimum, self.maximum, self.mean) = (minimum, maximum, mean)
    deviation = (squares / Double(count)).squareRoot()
    var bins = HistogramBins(minimum: minimum, maximum: maximum)
    for row in rows where elements[row].isFinite { bins.add(elements[row], count: 1) }
    histogram = bins.counts
  }
}

/// Ten equal bins; all of a constant column is in the first.
private struct HistogramBins {
  private let minimum: Double
  /// Half of it, so that the widest range there is stays finite.
  private let halfRange: Double
  private(set) var counts = [Int](repeating: 0, count: 10)

  init(minimum: Double, maximum: Double) {
    self.minimum = minimum
    halfRange = maximum / 2 - minimum / 2
  }

  mutating func add(_ value: Double, count: Int) {
    let position = (value / 2 - minimum / 2) / halfRange
    counts[halfRange > 0 ? min(9, Int(position * 10)) : 0] += count
  }
}
