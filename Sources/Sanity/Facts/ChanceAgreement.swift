import Datasets
import Foundation

/// The rows expected to agree in every source column if the columns were independent: the
/// duplicates to expect in data with few distinct values.
struct ChanceAgreement: Sendable {
  /// A column whose values are mostly distinct: rows cannot agree in it by chance.
  let hasContinuousColumn: Bool
  /// The frequency of each value among the sampled train rows, for each sampled column.
  private let counts: [[UInt64: Int]]
  private let columns: [Column]
  private let sampleCount: Int
  private let trainCount: Int

  private static let rowLimit = 5_000
  private static let cellLimit = 2_000_000

  init(dataset: Dataset) {
    columns = dataset.featureColumns
    let train = dataset.split.train
    trainCount = train.count
    let rows = train.evenly(min(Self.rowLimit, max(500, Self.cellLimit / max(1, columns.count))))
    sampleCount = rows.count
    var isContinuous = false
    counts = columns.map { column in
      let values = column.doubles(at: rows)
      let counts = Dictionary(values.map { ($0.key, 1) }, uniquingKeysWith: +)
      if Double(counts.count) >= 0.5 * Double(rows.count), rows.count >= 10 { isContinuous = true }
      return counts
    }
    hasContinuousColumn = isContinuous
  }

  /// The fraction of the given rows expected to agree with some train row by chance.
  ///
  /// - Parameter areTrain: whether the rows are train rows themselves, which then do not count
  ///   as their own twins.
  func expectedShare(of rows: [Int], areTrain: Bool) -> Double {
    let rows = rows.evenly(1_000)
    guard !rows.isEmpty, sampleCount > 1 else { return 0 }
    var logProbability = [Double](repeating: 0, count: rows.count)
    let own = areTrain ? 1 : 0
    for (column, counts) in zip(columns, counts) {
      for (i, value) in column.doubles(at: rows).enumerated() {
        let count = max(0, counts[value.key, default: 0] - own)
        logProbability[i] += log(Double(count) / Double(sampleCount - own))
      }
    }
    let n = Double(trainCount - own)
    return logProbability.reduce(0) { $0 - expm1(-n * exp($1)) } / Double(rows.count)
  }
}

/// An upper bound of the probability that a Poisson variable with mean λ is at least k.
///
/// **Source** Chernoff's bound e^(−λ)·(eλ/k)^k, for k > λ.
func poissonTailBound(atLeast k: Double, mean λ: Double) -> Double {
  guard k > λ, λ > 0 else { return k > λ ? 0 : 1 }
  return exp(k - λ + k * log(λ / k))
}

extension Double {
  /// Equal bits for values that count as equal: one NaN, one zero.
  fileprivate var key: UInt64 { isNaN ? Double.nan.bitPattern : (self + 0).bitPattern }
}
