extension Metric {
  /// The value of perfect predictions, which no others can better; nil where neither end is good.
  public var bestValue: Double? {
    switch direction {
    case .higherIsBetter: range.upperBound
    case .lowerIsBetter: range.lowerBound
    case .closestToZeroIsBetter: nil
    }
  }
}

extension Direction {
  /// The range of a metric that states none: fractions where higher is better, errors where lower is.
  var usualRange: ClosedRange<Double> {
    switch self {
    case .higherIsBetter: 0...1
    case .lowerIsBetter: 0...(.infinity)
    case .closestToZeroIsBetter: -.infinity...(.infinity)
    }
  }
}
