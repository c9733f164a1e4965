/// The differences that exchanging rows gives, and what they say of the observed one.
struct PermutationDistribution {
  let observed: Double
  /// The magnitudes of the differences from the greatest down; infinite where a permutation leaves a
  /// system without a value, which counts against significance.
  private let magnitudes: [Double]
  private let isExact: Bool
  /// How far rounding alone may part two equal differences.
  private let tolerance: Double
  /// The mean square of the finite differences: their variance, as their mean is zero.
  private let variance: Double
  /// The variance that one unit of the difference takes away when it is shared by all rows alike:
  /// for a mean the inverse of the effective number of rows.
  private let rowShare: Double

  init(observed: Double, differences: [Double?], permutations: PairedPermutations, rowShare: Double)
  {
    self.observed = observed
    var (squares, finiteCount) = (0.0, 0)
    for case let difference? in differences where difference.isFinite {
      squares += difference * difference
      finiteCount += 1
    }
    variance = finiteCount > 0 ? squares / Double(finiteCount) : 0
    magnitudes = differences.map { difference in
      difference.map { $0.isFinite ? $0.magnitude : .infinity } ?? .infinity
    }.sorted(by: >)
    let greatest = magnitudes.first { $0.isFinite } ?? 0
    tolerance = 1e-10 * max(greatest, observed.magnitude)
    isExact = permutations.isExact
    self.rowShare = rowShare
  }

  /// The share of permutations that differ at least as much as the two systems do; of a sample of permutations
  /// the observed pairing is one more, so that the test holds its level whatever their number.
  var pValue: Double { pValue(atLeast: count { $0 >= observed.magnitude - tolerance }) }

  /// The paired standard error of the difference.
  var standardError: Double {
    max(0, variance - boundedRowShare(upTo: observed.magnitude) * observed * observed).squareRoot()
  }

  /// The difference ± the studentised critical value of the permutations: it leaves zero out exactly where
  /// the test rejects at `alpha`. nil where so few rows differ that no difference of theirs would.
  ///
  /// **Formula** D ± c √((V − κD²) / (V − κc²)), with c the least magnitude that is not significant,
  /// V the variance under permutations and κ the row share. For a mean this is D ± t·s/√n with t the
  /// critical value of Student's statistic under sign flips: Σ(dᵢ − d̄)² = Σdᵢ² − n d̄².
  func interval(alpha: Double) -> Interval? {
    guard variance > 0, var critical = criticalValue(alpha: alpha) else { return nil }
    if (critical - observed.magnitude).magnitude <= tolerance { critical = observed.magnitude }
    let share = boundedRowShare(upTo: max(critical, observed.magnitude))
    let ratio =
      (variance - share * observed * observed) / (variance - share * critical * critical)
    let half = critical * ratio.squareRoot()
    return Interval(low: observed - half, high: observed + half)
  }

  /// The greatest difference that would not be significant; nil where no permutation is.
  private func criticalValue(alpha: Double) -> Double? {
    var rank = 0
    while rank < magnitudes.count, pValue(atLeast: rank) < alpha { rank += 1 }
    guard rank > 0, magnitudes[rank - 1] < magnitudes[0] - tolerance else { return nil }
    return magnitudes[rank - 1]
  }

  private func pValue(atLeast count: Int) -> Double {
    isExact
      ? Double(count) / Double(magnitudes.count) : Double(count + 1) / Double(magnitudes.count + 1)
  }

  /// How many of the magnitudes, which fall, meet a condition that only the first ones do.
  private func count(where holds: (Double) -> Bool) -> Int {
    magnitudes.partitioningIndex { !holds($0) }
  }

  /// The row share, reduced where a difference of this magnitude would leave no variance.
  private func boundedRowShare(upTo magnitude: Double) -> Double {
    magnitude > 0 ? min(rowShare, 0.99 * variance / (magnitude * magnitude)) : rowShare
  }
}

extension Array {
  /// The first index whose element meets a condition that all later ones meet too.
  fileprivate func partitioningIndex(where holds: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if holds(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
