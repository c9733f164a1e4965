import LinearAlgebra

/// Two systems on the same rows, each row a hit or a miss of each.
///
/// Whole numbers of rows; of weighted rows effective numbers, for which the test and the interval
/// are read at numbers that are not whole.
public struct PairedHits: Sendable, Hashable {
  public let rowCount: Double
  /// Rows that only the candidate hits.
  public let candidateOnly: Double
  /// Rows that only the baseline hits.
  public let baselineOnly: Double

  public init(rowCount: Int, candidateOnly: Int, baselineOnly: Int) {
    guard candidateOnly >= 0, baselineOnly >= 0, rowCount >= candidateOnly + baselineOnly else {
      fatalError(
        "paired hits: \(candidateOnly) and \(baselineOnly) of \(rowCount) rows cannot differ")
    }
    self.rowCount = Double(rowCount)
    self.candidateOnly = Double(candidateOnly)
    self.baselineOnly = Double(baselineOnly)
  }

  /// Weighted rows, each with whether the candidate and the baseline hit it; at least one.
  ///
  /// **Formula** With dᵢ = 1, −1 or 0 for a row that only the candidate, only the baseline, or both
  /// or neither hit, b and c the weighted shares of 1 and −1 and D = b − c: the effective number of
  /// rows is (b + c − D²) / v for the linearized variance v = Σ wᵢ²(dᵢ − D)² / (Σ wᵢ)², but at most
  /// (Σ wᵢ)² / Σ wᵢ², which also holds where v is 0. With equal weights both are the number of rows.
  /// **Source** Rao and Scott 1984: counts of a survey divided by their design effect.
  init(weighted rows: [(candidate: Bool, baseline: Bool)], weights: [Double]) {
    let differences = rows.map { $0.candidate == $0.baseline ? 0.0 : $0.candidate ? 1 : -1 }
    let b = differences.map { $0 > 0 ? 1 : 0 }.mean(weights: weights)
    let c = differences.map { $0 < 0 ? 1 : 0 }.mean(weights: weights)
    var (total, squares) = (0.0, 0.0)
    for i in 0..<rows.count {
      total += weights[i]
      let deviation = weights[i] * (differences[i] - (b - c))
      squares += deviation * deviation
    }
    let kish = weights.effectiveCount
    let spread = b + c - (b - c) * (b - c)
    rowCount = squares > 0 ? min(kish, spread * total * total / squares) : kish
    candidateOnly = b * rowCount
    baselineOnly = c * rowCount
  }

  /// The candidate's share of hits minus the baseline's.
  public var difference: Double { (candidateOnly - baselineOnly) / rowCount }

  /// McNemar's exact test: the rows that differ favour either system with equal chance.
  ///
  /// **Formula** 2 P(K ≤ min(b, c)) for K binomial (b + c, ½), at most 1
  public var exactPValue: Double {
    let fewer = min(candidateOnly, baselineOnly)
    let differing = candidateOnly + baselineOnly
    guard fewer < differing else { return 1 }
    // P(K ≤ k) = I₁₋ₚ(n − k, k + 1)
    return min(1, 2 * BetaDistribution(a: differing - fewer, b: fewer + 1).tails(0.5, 0.5).lower)
  }

  /// The standard error of the difference.
  ///
  /// **Formula** √(b + c − (b − c)² / n) / n
  public var standardError: Double {
    let (n, b, c) = (rowCount, candidateOnly, baselineOnly)
    return max(0, b + c - (b - c) * (b - c) / n).squareRoot() / n
  }
}
