import LinearAlgebra

/// A smooth function of the means of several columns.
struct MomentStatistic: RowStatistic {
  /// One array of n numbers per column.
  let columns: [[Double]]
  let rowWeights: [Double]?
  let combine: ([Double]) -> Double?

  var rowCount: Int { columns.first?.count ?? 0 }

  func value(weights: [Double]) -> Double? {
    var total = 0.0
    for weight in weights { total += weight }
    return combine(columns.map { weightedSum($0, weights) / total })
  }

  var jackknife: [Double]? {
    guard rowCount > 1 else { return nil }
    if let rowWeights { return jackknife(weights: rowWeights) }
    let n = Double(rowCount)
    let sums = columns.map { $0.mean * n }
    var values: [Double] = []
    values.reserveCapacity(rowCount)
    var means = sums
    for i in 0..<rowCount {
      for c in 0..<columns.count { means[c] = (sums[c] - columns[c][i]) / (n - 1) }
      guard let value = combine(means) else { return nil }
      values.append(value)
    }
    return values
  }

  private func jackknife(weights: [Double]) -> [Double]? {
    let total = weights.reduce(0, +)
    let sums = columns.map { weightedSum($0, weights) }
    var values: [Double] = []
    values.reserveCapacity(rowCount)
    var means = sums
    for i in 0..<rowCount {
      for c in 0..<columns.count {
        means[c] = (sums[c] - weights[i] * columns[c][i]) / (total - weights[i])
      }
      guard let value = combine(means) else { return nil }
      values.append(value)
    }
    return values
  }
}

/// Four sums side by side, so that an addition need not wait for the one before.
private func weightedSum(_ values: [Double], _ weights: [Double]) -> Double {
  let count = min(values.count, weights.count)
  var sums = SIMD4<Double>.zero
  var i = 0
  while i + 4 <= count {
    let four = SIMD4<Double>(values[i], values[i + 1], values[i + 2], values[i + 3])
    let times = SIMD4<Double>(weights[i], weights[i + 1], weights[i + 2], weights[i + 3])
    sums += four * times
    i += 4
  }
  var sum = sums.sum()
  while i < count {
    sum += values[i] * weights[i]
    i += 1
  }
  return sum
}
