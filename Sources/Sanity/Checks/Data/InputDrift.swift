import Datasets
import Findings
import Foundation
import Learning
import Schema
import Text

extension Threshold {
  fileprivate static let inputDrift = Threshold(
    "SD14", 0.1, "distance of a column's distribution from train's")
}

extension CheckEntry {
  static let inputDrift = CheckEntry(
    code: "SD14", title: "columns that drift between parts", stage: .data,
    evidenceKind: .background, worst: .warn,
    summary: "Columns of dev and test are distributed as in train.",
    formula: "numbers: Kolmogorov-Smirnov distance; categories: total variation distance; above "
      + "the threshold, and with p < 0.001 / (columns · parts) by the two-sample statistic or "
      + "chi-squared; only noted where the spec splits by time or group; weighted rows count with "
      + "their weights, in tests as their effective number",
    threshold: .inputDrift,
    source: "Rabanser, Guennemann and Lipton 2019: univariate tests with Bonferroni's correction",
    knownFalseAlarms: "a split that is meant to drift: it never stops a run",
    cost: "sorts of at most 5,000 rows of each column and part",
    body: .before { context in
      guard context.parts.count > 1 else {
        return .notApplicable("there is no dev and no test part")
      }
      let columns = context.dataset.featureColumns
      let parts = context.parts.dropFirst().map(\.part).filter {
        context.dataset.split[$0].count >= 50
      }
      guard !parts.isEmpty, context.dataset.split.train.count >= 50, !columns.isEmpty else {
        return .notApplicable("fewer than 50 rows in a part")
      }
      let rowLimit = min(5_000, max(200, 1_000_000 / columns.count))
      let level = 1e-3 / Double(columns.count * parts.count)
      let train = context.dataset.split.train.evenly(rowLimit)
      var drifts: [ColumnDrift] = []
      var largest = 0.0
      for column in columns {
        for part in parts {
          let rows = context.dataset.split[part].evenly(rowLimit)
          guard
            let drift = ColumnDrift(
              of: column, train: (train, context.dataset.weights(of: train)),
              other: (rows, context.dataset.weights(of: rows)), part: part)
          else { continue }
          largest = max(largest, drift.distance)
          if drift.distance > context.limit(.inputDrift), drift.probability < level {
            drifts.append(drift)
          }
        }
      }
      drifts.sort { $0.distance > $1.distance }
      guard let worst = drifts.first else {
        return .passed("columns of dev and test are distributed as in train", value: largest)
      }
      let count = Set(drifts.map(\.column)).count
      let more = count > 1 ? ", and \(NumberFormat.count(count - 1, "more column"))" : ""
      return Finding(
        verdict: context.isDriftDeclared ? .note : .warning,
        message:
          "\"\(worst.column)\" of \(worst.part) is distributed differently than in train: distance "
          + NumberFormat.number(worst.distance) + more,
        value: worst.distance,
        evidence: [
          .scores(
            title: "columns",
            scores: drifts.prefix(20).map {
              Evidence.Score("\"\($0.column)\" in \($0.part)", $0.distance)
            })
        ],
        causes: [
          "parts from different times, places or files",
          "a file sorted by the column, split in "
            + "order", "a column prepared in one part only",
        ],
        remedy: "use data.split with by: random, unless the drift is expected in use")
    })
}

extension GateContext {
  /// Whether the spec divides rows in a way that is meant to make the parts differ.
  var isDriftDeclared: Bool {
    switch splitMethod {
    case .time, .group: true
    case .random, .stratified, .column, .everyNth, nil: false
    }
  }
}

/// The distance of a column of one part from the same column of train.
struct ColumnDrift {
  let column: String
  let part: Part
  let distance: Double
  /// Of a distance as large if nothing drifts.
  let probability: Double

  /// nil for a column without values in one of the parts.
  init?(
    of column: Column, train: (rowIDs: [Int], weights: [Double]?),
    other: (rowIDs: [Int], weights: [Double]?), part: Part
  ) {
    let a = WeightedValues(known: column.doubles(at: train.rowIDs), train.weights)
    let b = WeightedValues(known: column.doubles(at: other.rowIDs), other.weights)
    guard a.values.count >= 20, b.values.count >= 20 else { return nil }
    self.column = column.name
    self.part = part
    let n = a.effectiveCount
    let m = b.effectiveCount
    if case .categories(_, let levels) = column.values {
      let trainCounts = a.effectiveCounts(of: levels.count)
      let counts = b.effectiveCounts(of: levels.count)
      distance = zip(trainCounts, counts).reduce(0) { $0 + abs($1.0 / n - $1.1 / m) } / 2
      probability = chiSquaredProbability(trainCounts, counts)
    } else {
      distance = kolmogorovSmirnovDistance(a, b)
      // The first term of Kolmogorov's series bounds the probability from above.
      let statistic = distance * (n * m / (n + m)).squareRoot()
      probability = min(1, 2 * exp(-2 * statistic * statistic))
    }
  }
}

extension WeightedValues {
  /// The values that are there.
  fileprivate init(known values: [Double], _ weights: [Double]?) {
    let positions = values.indices.filter { !values[$0].isNaN }
    self.init(
      positions.map { values[$0] }, weights.map { weights in positions.map { weights[$0] } })
  }

  /// The number of rows of each level; of weighted rows, its share of the weight times their
  /// effective number.
  fileprivate func effectiveCounts(of levelCount: Int) -> [Double] {
    let totals = values.map { Int($0) }.totals(of: levelCount, weights: weights)
    guard let weights else { return totals }
    let scale = effectiveCount / weights.reduce(0, +)
    return totals.map { $0 * scale }
  }
}

/// The probability that counts of two samples differ as much by chance.
///
/// Cells with fewer than five expected rows count as one; the tail by Wilson and Hilferty 1931.
func chiSquaredProbability(_ first: [Double], _ second: [Double]) -> Double {
  let n = first.reduce(0, +)
  let m = second.reduce(0, +)
  var cells: [(Double, Double)] = []
  var rare = (0.0, 0.0)
  for (a, b) in zip(first, second) where a + b > 0 {
    if min(n, m) * (a + b) / (n + m) < 5 {
      rare = (rare.0 + a, rare.1 + b)
    } else {
      cells.append((a, b))
    }
  }
  if rare.0 + rare.1 > 0 { cells.append(rare) }
  guard cells.count > 1 else { return 1 }
  var statistic = 0.0
  for (a, b) in cells {
    let pooled = (a + b) / (n + m)
    statistic += (a - n * pooled) * (a - n * pooled) / (n * pooled)
    statistic += (b - m * pooled) * (b - m * pooled) / (m * pooled)
  }
  let k = Double(cells.count - 1)
  let c = 2 / (9 * k)
  let z = (pow(statistic / k, 1.0 / 3) - (1 - c)) / c.squareRoot()
  return 0.5 * erfc(z / 2.0.squareRoot())
}
