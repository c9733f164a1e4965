import Findings
import Foundation
import Learning
import LinearAlgebra

/// The best possible metrics on rows of which some agree in their inputs and differ in
/// their targets.
///
/// **Formula** with n_gc rows of class c in group g, of n_g: accuracy Σ_g max_c n_gc / n,
/// cross-entropy −Σ_g Σ_c n_gc ln(n_gc / n_g) / n; numbers: the mean variance within groups. Rows
/// count with their weights.
struct ConflictCeiling: Sendable, Hashable {
  /// Rows in groups with more than one target.
  let conflictRowCount: Int
  /// 1 for numbers.
  let accuracy: Double
  /// 0 for numbers.
  let crossEntropy: Double
  /// 0 for classes.
  let squaredError: Double
  /// Positions of rows of up to three conflicting groups, for evidence.
  let examples: [Int]

  init(targets: Targets, weights: [Double]?, groups members: [ArraySlice<Int>]) {
    let n = weights?.reduce(0, +) ?? Double(max(1, targets.count))
    var conflictRowCount = 0
    var right = 0.0
    var logSum = 0.0
    var squares = 0.0
    var examples: [[Int]] = []
    for rows in members {
      switch targets {
      case .classes(let classes, _):
        let counts = Dictionary(
          rows.map { (classes[$0], weights?[$0] ?? 1) }, uniquingKeysWith: +)
        let total = rows.reduce(0) { $0 + (weights?[$1] ?? 1) }
        right += counts.values.max() ?? 0
        guard counts.count > 1 else { continue }
        for count in counts.values.sorted() {
          logSum -= count * log(count / total)
        }
      case .values(let values):
        let group = rows.map { values[$0] }
        guard let first = group.first, group.contains(where: { $0 != first }) else { continue }
        if let weights {
          let own = rows.map { weights[$0] }
          squares += group.variance(weights: own) * own.reduce(0, +)
        } else {
          squares += group.sumOfSquaredDeviations
        }
      }
      conflictRowCount += rows.count
      if examples.count < 3 { examples.append(Array(rows)) }
    }
    self.conflictRowCount = conflictRowCount
    if case .classes = targets {
      accuracy = targets.count == 0 ? 1 : right / n
    } else {
      accuracy = 1
    }
    crossEntropy = logSum / n
    squaredError = squares / n
    self.examples = examples.flatMap { $0.prefix(4) }
  }

  func evidence(_ title: String) -> Evidence {
    .scores(
      title,
      ["accuracy": accuracy, "cross-entropy": crossEntropy, "squared error": squaredError])
  }
}
