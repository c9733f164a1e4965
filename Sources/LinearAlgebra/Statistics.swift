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
