/// What accuracy could gain if one kind of error, or one slice, came up to a level known to be
/// reachable.
///
/// **Formula** max(0, reachable − accuracy) · share
/// **Source** Ng, Machine Learning Yearning: the order of work by gap to human level and share.
public struct Headroom: Sendable, Hashable, Codable {
  /// The kind of error, or the slice.
  public let name: String
  public let rowCount: Int
  /// Of a kind of error: its share of the errors; of a slice: its share of the rows. With Wilson's
  /// interval.
  public let share: Estimate
  /// Of a kind of error: that of all rows; of a slice: that of its rows.
  public let accuracy: Double
  public let gain: Double

  public init(
    name: String, rowCount: Int, share: Proportion, accuracy: Double, reachable: Double,
    level: Double
  ) {
    self.name = name
    self.rowCount = rowCount
    let interval = share.wilson(level: level)
    self.share = Estimate(
      value: share.share, low: interval.low, high: interval.high, level: level, method: "Wilson")
    self.accuracy = accuracy
    gain = max(0, reachable - accuracy) * share.share
  }
}
