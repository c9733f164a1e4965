import Foundation
import LinearAlgebra

/// The mean of independent numbers, one per row.
struct RowMean {
  let values: [Double]
  let weights: [Double]?
  let mean: Double
  /// Of the values about their mean, divided by n.
  private let variance: Double
  private let skewness: Double
  private let excessKurtosis: Double

  init(_ values: [Double], weights: [Double]? = nil) {
    self.values = values
    self.weights = weights
    let n = Double(values.count)
    let mean = values.mean(weights: weights)
    var (second, third, fourth) = (0.0, 0.0, 0.0)
    for value in values {
      let d = value - mean
      let square = d * d
      second += square
      third += square * d
      fourth += square * square
    }
    self.mean = mean
    // Equal values leave a rounding error, not a spread.
    let spread = second / n
    variance = spread > 1e-28 * mean * mean ? spread : 0
    skewness = variance > 0 ? third / n / (variance * variance.squareRoot()) : 0
    excessKurtosis = variance > 0 ? fourth / n / (variance * variance) - 3 : 0
  }

  /// With few rows Student's t, which allows for a spread that is hardly known, where resampling
  /// would give too short an interval; otherwise BCa, which follows the skewness of losses. With
  /// many rows BCa's limit of infinitely many resamples has a closed form, and no noise.
  func inference(level: Double, resampling: Resampling) -> Inference {
    let count = values.count
    guard count > 1 else { return .none(because: "one row") }
    if let weights { return weightedStudent(weights, level: level) }
    if count < Self.fewRows { return student(level: level) }
    if hasClosedForm { return closedForm(level: level) }
    return MomentStatistic(columns: [values], rowWeights: nil) { $0[0] }
      .bootstrap(observed: mean, resampling: resampling)
      .inference(level: level, method: "BCa of row values")
  }

  /// Below this many rows Student's t.
  static let fewRows = 20

  /// Whether the limit of infinitely many resamples is near.
  private var hasClosedForm: Bool {
    let n = Double(values.count)
    return values.count >= 200 && skewness.magnitude <= 0.15 * n.squareRoot()
      && excessKurtosis <= 0.5 * n
  }

  /// The interval of a mean of losses, none of which is negative (`LossInference`).
  func lossInference(level: Double, resampling: Resampling) -> Inference {
    let losses = LossInference(
      statistic: LossRatio(losses: values, targets: nil, weights: weights), level: level,
      resampling: resampling)
    if let missing = losses.missing { return .none(missing) }
    if weights != nil || values.count < Self.fewRows || hasClosedForm {
      return inference(level: level, resampling: resampling)
    }
    guard let interval = losses.logInterval() else {
      return .none(.dominantRow(share: losses.greatestShare))
    }
    return Inference(
      interval: interval.mapped { exp($0) }, pValue: nil, standardError: nil,
      method: "bootstrap-t, log scale")
  }

  /// Student's t with the linearized standard error: of weighted means it covers better than BCa,
  /// from ten rows to hundreds.
  ///
  /// **Formula** degrees of freedom (Σ wᵢ)² / Σ wᵢ² − 1, at least 1
  private func weightedStudent(_ weights: [Double], level: Double) -> Inference {
    student(
      StudentDistribution(degreesOfFreedom: max(1, weights.effectiveCount - 1)),
      error: variance > 0 ? values.standardError(weights: weights) : 0, level: level,
      method: "Student t of weighted rows")
  }

  private func student(level: Double) -> Inference {
    let n = Double(values.count)
    return student(
      StudentDistribution(degreesOfFreedom: n - 1), error: (variance / (n - 1)).squareRoot(),
      level: level, method: "Student t of row values")
  }

  private func student(
    _ student: StudentDistribution, error: Double, level: Double, method: String
  ) -> Inference {
    let half = student.upperQuantile((1 - level) / 2) * error
    return Inference(
      interval: Interval(low: mean - half, high: mean + half),
      pValue: error > 0 ? student.twoSided(mean / error) : mean == 0 ? 1 : 0,
      standardError: error, method: method)
  }

  /// **Formula** The bootstrap distribution of a mean has standard error σ/√n, skewness g = γ/√n
  /// and excess kurtosis k = κ/n; its quantiles follow Cornish and Fisher 1938 to the order 1/n,
  /// its median bias is Φ⁻¹(½ + φ(0) g/6), and its acceleration is g/6.
  private func closedForm(level: Double) -> Inference {
    let method = "BCa of row values"
    let n = Double(values.count)
    let error = (variance / n).squareRoot()
    guard error > 0 else {
      return Inference(
        interval: Interval(low: mean, high: mean), pValue: mean == 0 ? 1 : 0, standardError: 0,
        method: method)
    }
    let g = skewness / n.squareRoot()
    let k = excessKurtosis / n
    let bias = NormalDistribution.quantile(0.5 + g / 6 * NormalDistribution.density(0))
    func quantile(_ z: Double) -> Double {
      z + (z * z - 1) * g / 6 + (z * z * z - 3 * z) * k / 24
        - (2 * z * z * z - 5 * z) * g * g / 36
    }
    func shifted(_ z: Double) -> Double {
      let sum = bias + z
      return bias + sum / (1 - g / 6 * sum)
    }
    let z = criticalValue(level: level)
    let zero = -mean / error
    // Where the bootstrap distribution passes zero, as a normal quantile; the range keeps the
    // cubic rising.
    let crossing = bisected(from: -8, to: 8) { zero - quantile($0) }
    let y = crossing - bias
    let tail = NormalDistribution.cumulative(y / (1 + g / 6 * y) - bias)
    return Inference(
      interval: Interval(
        low: mean + error * quantile(shifted(-z)), high: mean + error * quantile(shifted(z))),
      pValue: min(1, 2 * min(tail, 1 - tail)), standardError: error, method: method)
  }
}
