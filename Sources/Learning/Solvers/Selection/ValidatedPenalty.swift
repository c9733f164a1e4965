import LinearAlgebra

/// A penalty with the errors of its fits on all folds of the rows but one, on that one.
public struct ValidatedPenalty: Sendable, Hashable {
  public let l1: Double
  public let l2: Double
  /// Mean error on each fold, of the fit on the others.
  public let foldErrors: [Double]
  /// Over all rows, each with its weight.
  public let meanError: Double
  /// Of the mean, from the spread of the folds' errors.
  public let standardError: Double

  /// - Parameter shares: Of each fold in the weight of all rows.
  init(l1: Double, l2: Double, foldErrors: [Double], shares: [Double]) {
    self.l1 = l1
    self.l2 = l2
    self.foldErrors = foldErrors
    meanError = zip(foldErrors, shares).reduce(0) { $0 + $1.0 * $1.1 }
    standardError = foldErrors.standardError
  }
}

/// Which of many penalties, the largest first, to take.
enum PenaltyChoice {
  /// The one of least mean error; the largest among equals.
  static func best(_ candidates: [ValidatedPenalty]) -> ValidatedPenalty? {
    candidates.min { $0.meanError < $1.meanError }
  }

  /// The largest whose mean error is within one standard error of the least.
  ///
  /// **Source** Breiman, Friedman, Olshen and Stone 1984
  static func withinOneStandardError(_ candidates: [ValidatedPenalty]) -> ValidatedPenalty? {
    guard let best = best(candidates) else { return nil }
    return candidates.first { $0.meanError <= best.meanError + best.standardError }
  }
}

/// The positions of the rows with weight in each fold that has any.
struct FoldRows {
  let positions: [[Int]]
  /// Of each in the weight of all rows.
  let shares: [Double]

  /// **Errors** `tooFewRows` with fewer than two folds that have a row with weight
  init(_ folds: [Int], weights: [Double]?) throws(FitError) {
    let count = (folds.max() ?? -1) + 1
    var found = [[Int]](repeating: [], count: count)
    for (position, fold) in folds.enumerated() where weights?[position] ?? 1 > 0 {
      found[fold].append(position)
    }
    positions = found.filter { !$0.isEmpty }
    guard positions.count >= 2 else { throw .tooFewRows(needed: 2, found: positions.count) }
    let sums = positions.map { $0.reduce(0) { $0 + (weights?[$1] ?? 1) } }
    let total = sums.reduce(0, +)
    shares = sums.map { $0 / total }
  }

  /// The positions of all folds but one, rising.
  func others(of fold: Int) -> [Int] {
    positions.indices.flatMap { $0 == fold ? [] : positions[$0] }.sorted()
  }
}
