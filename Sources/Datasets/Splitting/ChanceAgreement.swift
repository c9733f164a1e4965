internal import Foundation

/// The rows expected to agree in every source column if the columns were independent: the
/// duplicates to expect in data with few distinct values.
public struct ChanceAgreement: Sendable {
  /// The frequency of each value among the sampled train rows, for each sampled column.
  private let counts: [[UInt64: Int]]
  private let columns: [Column]
  private let sampleCount: Int
  private let trainCount: Int

  private static let rowLimit = 5_000
  private static let cellLimit = 2_000_000

  /// - Parameter train: The rows whose values are counted.
  public init(columns: [Column], train: [Int]) {
    self.columns = columns
    trainCount = train.count
    let rows = Self.sample(
      of: train, min(Self.rowLimit, max(500, Self.cellLimit / max(1, columns.count))))
    sampleCount = rows.count
    counts = columns.map { column in
      Dictionary(
        column.doubles(at: rows).map { ($0.comparableBits, 1) }, uniquingKeysWith: +)
    }
  }

  /// The fraction of the given rows expected to agree with some train row by chance.
  ///
  /// - Parameter areTrain: whether the rows are train rows themselves, which then do not count
  ///   as repeats of themselves.
  public func expectedShare(of rows: [Int], areTrain: Bool) -> Double {
    let rows = Self.sample(of: rows, 1_000)
    guard !rows.isEmpty, sampleCount > 1 else { return 0 }
    var logProbability = [Double](repeating: 0, count: rows.count)
    let own = areTrain ? 1 : 0
    for (column, counts) in zip(columns, counts) {
      for (i, value) in column.doubles(at: rows).enumerated() {
        let count = max(0, counts[value.comparableBits, default: 0] - own)
        logProbability[i] += log(Double(count) / Double(sampleCount - own))
      }
    }
    let n = Double(trainCount - own)
    return logProbability.reduce(0) { $0 - expm1(-n * exp($1)) } / Double(rows.count)
  }

  /// At most `limit` rows, evenly chosen, in order.
  private static func sample(of rows: [Int], _ limit: Int) -> [Int] {
    let count = min(limit, rows.count)
    return (0..<count).map { rows[$0 * rows.count / count] }
  }
}
