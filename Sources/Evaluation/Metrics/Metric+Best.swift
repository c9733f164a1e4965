extension Metric {
  /// The value of perfect predictions, which no others can better; nil where neither end is good.
  ///
  /// Every metric is scaled so: 1 where higher is better, 0 where lower is.
  public var bestValue: Double? {
    switch direction {
    case .higherIsBetter: 1
    case .lowerIsBetter: 0
    case .closestToZeroIsBetter: nil
    }
  }
}
