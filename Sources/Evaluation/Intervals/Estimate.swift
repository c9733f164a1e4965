/// A number with the interval it is known to.
public struct Estimate: Sendable, Hashable, Codable {
  /// nil where the metric is undefined on these rows.
  public let value: Double?
  /// The interval's ends; nil where there is none.
  public let low: Double?
  public let high: Double?
  /// The coverage aimed at: 0.95.
  public let level: Double
  /// How the interval was made: "Wilson", "bootstrap BCa", "Student t of row losses".
  public let method: String
  /// Why there is no interval; nil where there is one, and of what is measured once.
  public let missing: MissingInterval?

  public init(
    value: Double?, low: Double?, high: Double?, level: Double, method: String,
    missing: MissingInterval? = nil
  ) {
    self.value = value
    self.low = low
    self.high = high
    self.level = level
    self.method = method
    self.missing = missing
  }
}
