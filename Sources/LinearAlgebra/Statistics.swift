/// Basic statistics of numbers. Sums run from the first to the last element in double precision, so
/// that a result depends on the numbers and their order alone.
///
/// `VectorView.sumOfSquares` sums in vectors instead: faster, with other rounding.
extension Collection where Element == Double {
  /// The arithmetic mean; NaN for no numbers.
  @inlinable
  public var mean: Double { reduce(0, +) / Double(count) }

  /// **Formula** Σ xᵢ²
  @inlinable
  public var sumOfSquares: Double { reduce(0) { $0 + $1 * $1 } }

  /// The Euclidean norm, √(Σ xᵢ²).
  @inlinable
  public var norm: Double { sumOfSquares.squareRoot() }

  /// **Formula** √(Σ xᵢ² / n); NaN for no numbers
  @inlinable
  public var rootMeanSquare: Double { (sumOfSquares / Double(count)).squareRoot() }

  /// **Formula** Σ (xᵢ − mean)²
  @inlinable
  public var sumOfSquaredDeviations: Double {
    let mean = mean
    return reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
  }

  /// The population variance, Σ (xᵢ − mean)² / n; NaN for no numbers.
  @inlinable
  public var variance: Double { sumOfSquaredDeviations / Double(count) }

  /// The population standard deviation; NaN for no numbers.
  @inlinable
  public var standardDeviation: Double { variance.squareRoot() }

  /// The unbiased estimate of the variance, Σ (xᵢ − mean)² / (n − 1); 0 for fewer than two numbers.
  @inlinable
  public var sampleVariance: Double { sumOfSquaredDeviations / Double(Swift.max(1, count - 1)) }

  /// The standard error of the mean, √(sampleVariance / n); NaN for no numbers.
  @inlinable
  public var standardError: Double { (sampleVariance / Double(count)).squareRoot() }
}

extension Array where Element == Double {
  /// The weighted mean Σ wᵢxᵢ / Σ wᵢ; the arithmetic mean without weights.
  public func mean(weights: [Double]?) -> Double {
    guard let weights else { return mean }
    return dot(self, weights) / weights.reduce(0, +)
  }

  /// The weighted population variance Σ wᵢ(xᵢ − mean)² / Σ wᵢ; `variance` without weights.
  public func variance(weights: [Double]?) -> Double {
    guard let weights else { return variance }
    let mean = mean(weights: weights)
    var (squares, total) = (0.0, 0.0)
    for i in indices {
      let deviation = self[i] - mean
      squares += weights[i] * deviation * deviation
      total += weights[i]
    }
    return squares / total
  }

  /// The standard error of the weighted mean, linearized; `standardError` without weights.
  ///
  /// **Formula** √(n / (n − 1) · Σ wᵢ²(xᵢ − mean)²) / Σ wᵢ (Cochran 1977, section 2.11, the variance
  /// of a ratio); with equal weights it is `standardError`.
  public func standardError(weights: [Double]?) -> Double {
    guard let weights else { return standardError }
    let mean = mean(weights: weights)
    var (squares, total) = (0.0, 0.0)
    for i in indices {
      let deviation = weights[i] * (self[i] - mean)
      squares += deviation * deviation
      total += weights[i]
    }
    let n = Double(count)
    return (n / Swift.max(1, n - 1) * squares).squareRoot() / total
  }

  /// The number of equally weighted rows whose mean has the variance of the mean with these weights,
  /// when the weights do not depend on the values; 0 where no weight is positive.
  ///
  /// **Formula** (Σ wᵢ)² / Σ wᵢ². **Source** Kish 1965, "Survey Sampling".
  public var effectiveCount: Double {
    let squares = sumOfSquares
    let total = reduce(0, +)
    return squares > 0 ? total * total / squares : 0
  }
}

/// The inner product Σ aᵢ·bᵢ, summed in order.
///
/// **Shapes** both [n]
@inlinable
public func dot(_ a: [Double], _ b: [Double]) -> Double {
  guard a.count == b.count else {
    shapeMismatch("inner product", expected: [a.count], found: [b.count])
  }
  var sum = 0.0
  for i in a.indices { sum += a[i] * b[i] }
  return sum
}
