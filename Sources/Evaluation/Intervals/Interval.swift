/// Two ends between which a number is thought to lie.
public struct Interval: Sendable, Hashable, Codable {
  public let low: Double
  public let high: Double

  public init(low: Double, high: Double) {
    self.low = low
    self.high = high
  }

  public func contains(_ value: Double) -> Bool { low <= value && value <= high }

  /// Both ends through a rising function.
  func mapped(_ function: (Double) -> Double) -> Interval {
    Interval(low: function(low), high: function(high))
  }
}
