/// Statistics of a numeric column over the training rows, without missing and infinite cells.
///
/// A row of weight 2 counts as two rows, one of weight 0 as none.
struct ColumnStatistics {
  private let finite: [Double]
  /// The weight of each of them; nil for equal weights.
  private let finiteWeights: [Double]?
  let missingCount: Int
  let mean: Double
  /// Standard deviation of the population.
  let deviation: Double
  let minimum: Double
  let maximum: Double

  init(_ values: [Double], weights: [Double]?) {
    var finite: [Double] = []
    finite.reserveCapacity(values.count)
    var finiteWeights: [Double]? = weights.map { _ in [] }
    var (missing, sum, total) = (0, 0.0, 0.0)
    var (least, greatest) = (Double.infinity, -Double.infinity)
    for (i, value) in values.enumerated() {
      let weight = weights?[i] ?? 1
      if weight == 0 { continue }
      if value.isFinite {
        finite.append(value)
        finiteWeights?.append(weight)
        sum += weight * value
        total += weight
        least = min(least, value)
        greatest = max(greatest, value)
      } else if value.isNaN {
        missing += 1
      }
    }
    missingCount = missing
    let mean = finite.isEmpty ? .nan : sum / total
    var (squares, rest) = (0.0, 0.0)
    for (i, value) in finite.enumerated() {
      let weight = finiteWeights?[i] ?? 1
      let difference = value - mean
      squares += weight * (difference * difference)
      rest += weight * difference
    }
    // The second term corrects the rounding of the mean (Chan, Golub, LeVeque 1983).
    let variance = finite.isEmpty ? .nan : (squares - rest * rest / total) / total
    self.mean = mean
    deviation = max(variance, 0).squareRoot()
    self.finite = finite
    self.finiteWeights = finiteWeights
    (minimum, maximum) = (least, greatest)
  }

  var count: Int { finite.count }

  var median: Double { quantiles([0.5])[0] }

  /// Quantiles at the given probabilities, interpolated linearly.
  ///
  /// **Source** Hyndman and Fan 1996, type 7, as NumPy's default. Weights are numbers of equal rows;
  /// where they sum to less than the number of rows, they are scaled to sum to it.
  func quantiles(_ probabilities: [Double]) -> [Double] {
    if let finiteWeights {
      let sorted = WeightedOrder(finite, weights: finiteWeights)
      return probabilities.map(sorted.quantile)
    }
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

  /// The most frequent value, the one of most weight; the smallest of several.
  var mostFrequent: Double {
    var totals: [Double: Double] = [:]
    for (i, value) in finite.enumerated() { totals[value, default: 0] += finiteWeights?[i] ?? 1 }
    let best = totals.max { ($0.value, $1.key) < ($1.value, $0.key) }
    return best?.key ?? .nan
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

/// Values in rising order, each standing for as many equal ones as its weight says.
private struct WeightedOrder {
  private let sorted: [Double]
  /// The weight up to and with each value.
  private let cumulative: [Double]

  init(_ values: [Double], weights: [Double]) {
    let order = values.indices.sorted { values[$0] < values[$1] }
    sorted = order.map { values[$0] }
    let scale = max(1, Double(values.count) / weights.reduce(0, +))
    var reached = 0.0
    cumulative = order.map {
      reached += weights[$0] * scale
      return reached
    }
  }

  func quantile(_ probability: Double) -> Double {
    guard let total = cumulative.last else { return .nan }
    let place = probability * (total - 1)
    let lower = place.rounded(.down)
    let low = value(at: lower)
    return low + (value(at: lower + 1) - low) * (place - lower)
  }

  /// The value at a position among all equal ones, from 0.
  private func value(at position: Double) -> Double {
    // Weights that are no whole numbers reach a position only up to rounding.
    let reached = position + 1e-9 * max(1, position)
    var (low, high) = (0, sorted.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if cumulative[middle] > reached { high = middle } else { low = middle + 1 }
    }
    return sorted[low]
  }
}
