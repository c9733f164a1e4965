import Foundation

/// Two samples of numbers: whether their distributions differ, and how far.
struct NumberTest {
  /// Sorted. The reference may be quantiles that stand for more rows.
  let reference: [Double]
  let current: [Double]
  /// The rows that the reference stands for.
  let referenceCount: Int

  init(reference: [Double], standingFor count: Int, current: [Double]) {
    self.reference = reference
    self.current = current
    referenceCount = count
  }

  /// Above so many pairs of rows the limit of the statistic's distribution is exact enough.
  private static let exactPairCount = 1_000_000

  /// The greatest difference of the two distribution functions, times both numbers of rows.
  private var scaledStatistic: Int {
    let (n, m) = (reference.count, current.count)
    var (i, j, greatest) = (0, 0, 0)
    while i < n, j < m {
      let value = min(reference[i], current[j])
      while i < n, reference[i] == value { i += 1 }
      while j < m, current[j] == value { j += 1 }
      greatest = max(greatest, abs(i * m - j * n))
    }
    return greatest
  }

  /// The statistic of Kolmogorov and Smirnov: sup |F - G|.
  var kolmogorovSmirnov: Double {
    guard !reference.isEmpty, !current.isEmpty else { return 0 }
    return Double(scaledStatistic) / Double(reference.count * current.count)
  }

  /// The probability of such a statistic where both samples come from one distribution; of tied numbers
  /// the probability is less.
  var pValue: Double {
    guard !reference.isEmpty, !current.isEmpty else { return 1 }
    if reference.count == referenceCount,
      reference.count * current.count <= Self.exactPairCount
    {
      return exactPValue
    }
    let (n, m) = (Double(referenceCount), Double(current.count))
    let root = (n * m / (n + m)).squareRoot()
    // Stephens 1970: as exact as 1 % from a few rows on.
    return Self.kolmogorov((root + 0.12 + 0.11 / root) * kolmogorovSmirnov)
  }

  /// The share of the orders of both samples' rows whose distribution functions differ as much.
  ///
  /// **Source** Hodges 1957: paths through the lattice of both samples that leave a band
  private var exactPValue: Double {
    let (n, m) = (reference.count, current.count)
    let bound = scaledStatistic
    guard bound > 0 else { return 1 }
    // inside[j]: the probability of a path to (i, j) within the band so far.
    var inside = [Double](repeating: 0, count: m + 1)
    var left = 0.0
    for i in 0...n {
      for j in 0...m {
        if i == 0, j == 0 {
          inside[0] = 1
          continue
        }
        let rest = Double(n + m - i - j + 1)
        var mass = 0.0
        if i > 0 { mass += inside[j] * Double(n - i + 1) / rest }
        if j > 0 { mass += inside[j - 1] * Double(m - j + 1) / rest }
        if abs(i * m - j * n) >= bound {
          left += mass
          inside[j] = 0
        } else {
          inside[j] = mass
        }
      }
    }
    return min(1, left)
  }

  /// The probability that the limit of the scaled statistic exceeds x.
  static func kolmogorov(_ x: Double) -> Double {
    guard x > 0.2 else { return 1 }
    var sum = 0.0
    for k in 1...100 {
      let term = exp(-2 * Double(k * k) * x * x)
      sum += k % 2 == 1 ? term : -term
      if term < 1e-18 { break }
    }
    return min(1, max(0, 2 * sum))
  }

  /// The distance of Wasserstein: ∫ |F - G|, the least mean way from one sample to the other.
  var wasserstein: Double {
    let (n, m) = (reference.count, current.count)
    guard n > 0, m > 0 else { return 0 }
    var (i, j, sum) = (0, 0, 0.0)
    var last = min(reference[0], current[0])
    while i < n || j < m {
      let value = min(i < n ? reference[i] : .infinity, j < m ? current[j] : .infinity)
      sum += (value - last) * abs(Double(i) / Double(n) - Double(j) / Double(m))
      while i < n, reference[i] == value { i += 1 }
      while j < m, current[j] == value { j += 1 }
      last = value
    }
    return sum
  }
}
