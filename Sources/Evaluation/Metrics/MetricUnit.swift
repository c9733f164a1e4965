/// The unit of a metric.
public enum MetricUnit: String, Sendable, Hashable, Codable {
  /// A ratio has no unit.
  case ratio = ""
  /// The target's own unit.
  case target
  case squaredTarget = "target²"
  case nat
  case microseconds = "µs"
  case seconds = "s"
  case rowsPerSecond = "rows/s"
  case bytes
  case megabytes = "MB"
}
