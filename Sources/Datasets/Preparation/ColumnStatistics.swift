/// Statistics of a numeric column over the training rows, without missing and infinite cells.
struct ColumnStatistics {
  private let finite: [Double]
  let missingCount: Int
  let mean: Double
  /// Standard deviation of the population.
  let deviation: Double
  let minimum: Double
  let maximum: Double

  init(_ values: [Double]) {
    var finite: [Double] = []
    finite.reserveCapacity(values.count)
    var (missing, sum) = (0, 0.0)
    var (least, greatest) = (Double.infinity, -Double.infinity)
    for value in values {
      if value.isFinite {
        finite.append(value)
        sum += value
        least = min(least, value)
        greatest = max(greatest, value)
      } else if value.isNaN {
        missing += 1
      }
    }
    missingCount = missing
    let mean = finite.isEmpty ? .nan : sum / Double(finite.count)
    var (squares, rest) = (0.0, 0.0)
    for value in finite {
      let difference = value - mean
      squares += difference * difference
      rest += difference
    }
    let count = Double(finite.count)
    // The second term corrects the rounding of the mean (Chan, Golub, LeVeque 1983).
    let variance = finite.isEmpty ? .nan : (squares - rest * rest / count) / count
    self.mean = mean
    deviation = max(variance, 0).squareRoot()
    self.finite = finite
    (minimum, maximum) = (least, greatest)
  }

  var count: Int { finite.count }

  var median: Double { quantiles([0.5])[0] }

  /// Quantiles at the given probabilities, interpolated linearly.
  ///
  /// **Source** Hyndman and Fan 1996, type 7, as NumPy's default.
  func quantiles(_ probabilities: [Double]) -> [Double] {
    let sorted = finite.sorted()
    return probabilities.map { Self.quantile($0, of: sorted) }
  }

  private static func quantile(_ probability: Double, of sorted: [Double]) -> Double {
    guard let last = sorted.indices.last else { return .nan }
    let place = probability * Double(last)
    let lower = Int(place)
    let upper = min(lower + 1, last)
    let weight = place - Double(lower)
    return sorted[lower] + (sorted[upper] - sorted[lower]) * weight
  }

  /// The most frequent value; the smallest of several.
  var mostFrequent: Double {
    let sorted = finite.sorted()
    var (best, bestCount) = (Double.nan, 0)
    var i = 0
    while i < sorted.count {
      var j = i
      while j < sorted.count, sorted[j] == sorted[i] { j += 1 }
      if j - i > bestCount { (best, bestCount) = (sorted[i], j - i) }
      i = j
    }
    return best
  }

  /// Whether the deviation is within rounding errors.
  ///
  /// **Source** the bound of Chan, Golub, LeVeque 1983, as scikit-learn's StandardScaler uses it.
  var isConstant: Bool {
    let n = Double(count)
    let variance = deviation * deviation
    let rounding = n * mean * Double.ulpOfOne
    return !(variance > n * Double.ulpOfOne * variance + rounding * rounding)
  }
}
