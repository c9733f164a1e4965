/// Candidate minus baseline on the same drawn rows.
struct DifferenceStatistic: RowStatistic {
  let candidate: any RowStatistic
  let baseline: any RowStatistic
  let direction: Direction

  var rowCount: Int { candidate.rowCount }

  var rowWeights: [Double]? { candidate.rowWeights }

  func value(weights: [Double]) -> Double? {
    guard let a = candidate.value(weights: weights), let b = baseline.value(weights: weights)
    else { return nil }
    return direction.difference(a, b)
  }

  var jackknife: [Double]? {
    guard let a = candidate.jackknife, let b = baseline.jackknife else { return nil }
    return (0..<a.count).map { direction.difference(a[$0], b[$0]) }
  }
}

extension Direction {
  /// Candidate minus baseline; of their magnitudes where neither sign is good.
  func difference(_ candidate: Double, _ baseline: Double) -> Double {
    switch self {
    case .higherIsBetter, .lowerIsBetter: candidate - baseline
    case .closestToZeroIsBetter: candidate.magnitude - baseline.magnitude
    }
  }
}
