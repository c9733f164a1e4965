import Evaluation

/// What became of the intervals of one metric in many simulations.
struct CoverageTally: Sendable {
  private(set) var simulationCount = 0
  /// Simulations in which the metric has no value.
  private(set) var undefinedCount = 0
  private(set) var intervalCount = 0
  private(set) var belowCount = 0
  private(set) var aboveCount = 0
  private(set) var zeroWidthCount = 0

  mutating func add(_ estimate: Estimate, truth: Double) {
    simulationCount += 1
    guard estimate.value != nil else {
      undefinedCount += 1
      return
    }
    guard let interval = estimate.interval else { return }
    intervalCount += 1
    if interval.low == interval.high { zeroWidthCount += 1 }
    if truth < interval.low { aboveCount += 1 }
    if truth > interval.high { belowCount += 1 }
  }

  mutating func add(_ other: CoverageTally) {
    simulationCount += other.simulationCount
    undefinedCount += other.undefinedCount
    intervalCount += other.intervalCount
    belowCount += other.belowCount
    aboveCount += other.aboveCount
    zeroWidthCount += other.zeroWidthCount
  }

  /// The fraction of the intervals that contain the true value.
  var coverage: Double {
    1 - Double(belowCount + aboveCount) / Double(max(1, intervalCount))
  }

  /// The fraction of the samples with a value for which a reason is given instead of an interval.
  var withoutInterval: Double {
    let defined = simulationCount - undefinedCount
    return 1 - Double(intervalCount) / Double(max(1, defined))
  }

  /// The fraction of the samples with a value that have an interval without the true value.
  var wrong: Double {
    Double(belowCount + aboveCount) / Double(max(1, simulationCount - undefinedCount))
  }

  /// The standard error that a coverage of 95 % has here.
  var standardError: Double { (0.95 * 0.05 / Double(max(1, intervalCount))).squareRoot() }
}
