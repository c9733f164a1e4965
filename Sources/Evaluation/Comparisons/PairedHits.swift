/// Two systems on the same rows, each row a hit or a miss of each.
public struct PairedHits: Sendable, Hashable {
  public let rowCount: Int
  /// Rows that only the candidate hits.
  public let candidateOnly: Int
  /// Rows that only the baseline hits.
  public let baselineOnly: Int

  public init(rowCount: Int, candidateOnly: Int, baselineOnly: Int) {
    guard candidateOnly >= 0, baselineOnly >= 0, rowCount >= candidateOnly + baselineOnly else {
      fatalError(
        "paired hits: \(candidateOnly) and \(baselineOnly) of \(rowCount) rows cannot differ")
    }
    self.rowCount = rowCount
    self.candidateOnly = candidateOnly
    self.baselineOnly = baselineOnly
  }

  /// The candidate's share of hits minus the baseline's.
  public var difference: Double {
    Double(candidateOnly - baselineOnly) / Double(rowCount)
  }

  /// McNemar's exact test: the rows that differ favour either system with equal chance.
  ///
  /// **Formula** 2 P(K ≤ min(b, c)) for K binomial (b + c, ½), at most 1
  public var exactPValue: Double { min(1, 2 * binomial.cumulative(fewer)) }

  /// The standard error of the difference.
  ///
  /// **Formula** √(b + c − (b − c)² / n) / n
  public var standardError: Double {
    let n = Double(rowCount)
    let (b, c) = (Double(candidateOnly), Double(baselineOnly))
    return max(0, b + c - (b - c) * (b - c) / n).squareRoot() / n
  }

  private var fewer: Int { min(candidateOnly, baselineOnly) }
  private var binomial: BinomialDistribution {
    BinomialDistribution(trialCount: candidateOnly + baselineOnly, probability: 0.5)
  }
}
