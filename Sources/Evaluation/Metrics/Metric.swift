public import Schema

/// A number that says how good predictions are.
public struct Metric: CatalogEntry {
  /// What specs and `metrics.json` call it: "roc_auc".
  public let name: String
  public let summary: String
  public let tasks: Set<PredictionTask>
  public let direction: Direction
  /// What it is measured in; empty for a ratio. "target" stands for the target's own unit.
  public let unit: String
  /// When it has no value, for the reference page: "only one class among the rows".
  public let undefinedWhen: String
  /// The value; nil where it is undefined on these rows (never a made-up 0).
  public let value: @Sendable (Predictions) -> Double?
  /// For a metric that is a mean over rows: each row's part. Paired tests and fast resampling
  /// stand on it.
  public let rowValues: (@Sendable (Predictions) -> [Double])?

  public init(
    name: String, summary: String, tasks: Set<PredictionTask>, direction: Direction,
    unit: String = "", undefinedWhen: String = "never",
    rowValues: (@Sendable (Predictions) -> [Double])? = nil,
    value: @escaping @Sendable (Predictions) -> Double?
  ) {
    self.name = name
    self.summary = summary
    self.tasks = tasks
    self.direction = direction
    self.unit = unit
    self.undefinedWhen = undefinedWhen
    self.rowValues = rowValues
    self.value = value
  }
}

/// Which way a metric is better.
public enum Direction: String, Sendable, Hashable, Codable {
  case higherIsBetter = "higher_is_better"
  case lowerIsBetter = "lower_is_better"
}
