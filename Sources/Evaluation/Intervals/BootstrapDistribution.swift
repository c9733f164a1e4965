import Foundation
import LinearAlgebra

/// The values of a statistic on resamples, and what they say about the statistic.
///
/// **Source** Efron 1987, "Better bootstrap confidence intervals" (BCa).
struct BootstrapDistribution {
  let observed: Double
  /// In rising order.
  let replicates: [Double]
  /// How many resamples had no value.
  let undefinedCount: Int
  /// How fast the standard error changes with the value; zero gives the bias-corrected interval.
  let acceleration: Double

  init(observed: Double, replicates: [Double?], acceleration: Double) {
    self.observed = observed
    let defined = replicates.compactMap { $0 }.filter(\.isFinite)
    self.replicates = defined.sorted()
    undefinedCount = replicates.count - defined.count
    self.acceleration = acceleration.isFinite ? acceleration : 0
  }

  /// Whether all resamples agree, so that they say nothing of the spread.
  var isDegenerate: Bool { replicates.first == replicates.last }

  var standardError: Double { replicates.sampleVariance.squareRoot() }

  /// BCa: the percentiles, moved for median bias and for acceleration.
  func interval(level: Double) -> Interval {
    let tail = (1 - level) / 2
    return Interval(
      low: quantile(shifted(NormalDistribution.quantile(tail))),
      high: quantile(shifted(-NormalDistribution.quantile(tail))))
  }

  /// The least 1 − level at which the interval leaves zero out; never below 1 / resamples.
  var pValue: Double {
    // Beyond all replicates the correction for acceleration has nothing to invert.
    let isBeyond = replicates.first.map { $0 > 0 } == true || replicates.last.map { $0 < 0 } == true
    if isBeyond { return 1 / Double(replicates.count) }
    let z = NormalDistribution.quantile(share(below: 0)) - medianBias
    let scale = 1 + acceleration * z
    let tail = scale > 0 ? NormalDistribution.cumulative(z / scale - medianBias) : 0
    return max(1 / Double(replicates.count), min(1, 2 * min(tail, 1 - tail)))
  }

  private var medianBias: Double { NormalDistribution.quantile(share(below: observed)) }

  /// The percentile (as a share) that stands for the normal quantile `z`.
  private func shifted(_ z: Double) -> Double {
    let sum = medianBias + z
    let scale = 1 - acceleration * sum
    guard scale > 0 else { return sum > 0 ? 1 : 0 }
    return NormalDistribution.cumulative(medianBias + sum / scale)
  }

  /// The share of replicates below a value, ties counting half; kept off 0 and 1.
  private func share(below value: Double) -> Double {
    let below = Double(firstIndex { $0 >= value })
    let notAbove = Double(firstIndex { $0 > value })
    let count = Double(replicates.count)
    return min(max((below + notAbove) / 2, 0.5), count - 0.5) / count
  }

  private func firstIndex(where holds: (Double) -> Bool) -> Int {
    var (low, high) = (0, replicates.count)
    while low < high {
      let middle = (low + high) / 2
      if holds(replicates[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }

  private func quantile(_ share: Double) -> Double { interpolatedQuantile(replicates, share) }
}

extension BootstrapDistribution {
  /// The interval and the test, or why there are none.
  func inference(level: Double, method: String) -> Inference {
    let total = replicates.count + undefinedCount
    if replicates.count < 2 || 10 * undefinedCount > total {
      return .none(
        because: "undefined in \(undefinedCount) of \(total) resamples")
    }
    return Inference(
      interval: interval(level: level), pValue: isDegenerate ? nil : pValue,
      standardError: standardError, method: method)
  }
}

/// The quantile of numbers in rising order, interpolated between neighbours (type 7).
func interpolatedQuantile(_ sorted: [Double], _ share: Double) -> Double {
  guard let last = sorted.last, !share.isNaN else { return .nan }
  let position = min(max(share, 0), 1) * Double(sorted.count - 1)
  let index = Int(position)
  guard index + 1 < sorted.count else { return last }
  let part = position - Double(index)
  return part == 0 ? sorted[index] : sorted[index] + part * (sorted[index + 1] - sorted[index])
}

/// **Formula** Σ u³ / (6 (Σ u²)^1.5), with u the mean of the leave-one-out values minus each of
/// them; `multiplicity` is the number of rows that share a value.
func acceleration(jackknife values: [Double], multiplicity: [Double]? = nil) -> Double {
  var (sum, count) = (0.0, 0.0)
  for i in 0..<values.count {
    let m = multiplicity?[i] ?? 1
    sum += m * values[i]
    count += m
  }
  let centre = sum / count
  var (squares, cubes) = (0.0, 0.0)
  for i in 0..<values.count {
    let m = multiplicity?[i] ?? 1
    let u = centre - values[i]
    squares += m * u * u
    cubes += m * u * u * u
  }
  guard squares > 0 else { return 0 }
  return cubes / (6 * squares * squares.squareRoot())
}
