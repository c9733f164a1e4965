public import Schema

/// A measure of the quality of predictions.
public struct Metric: CatalogEntry {
  /// The key in specs and `metrics.json`: "roc_auc".
  public let name: String
  /// The name in prose, tables and reports: "ROC AUC".
  public let title: String
  public let summary: String
  public let tasks: Set<PredictionTask>
  public let direction: Direction
  public let unit: MetricUnit
  /// The values it can take.
  public let range: ClosedRange<Double>
  /// The condition under which it is undefined, for the reference page: "a class has no rows".
  /// Without rows, or with an output that is not finite, every metric is.
  public let undefinedWhen: String
  /// The value, each row counted with its weight; nil where it is undefined on these rows.
  public let value: @Sendable (Predictions) -> Double?
  /// Each row's value, for a metric that is a (weighted) mean over rows: used by paired tests and
  /// resampling.
  public let rowValues: (@Sendable (Predictions) -> [Double])?
  /// How it is computed from the rows; intervals and tests are chosen by it.
  let structure: @Sendable (PredictionTask) -> MetricStructure

  /// A metric of which only the value, and perhaps each row's, is known.
  public init(
    name: String, title: String? = nil, summary: String, tasks: Set<PredictionTask>,
    direction: Direction, unit: MetricUnit = .ratio, range: ClosedRange<Double>? = nil,
    undefinedWhen: String = "never",
    rowValues: (@Sendable (Predictions) -> [Double])? = nil,
    value: @escaping @Sendable (Predictions) -> Double?
  ) {
    self.name = name
    self.title = title ?? name.replacing("_", with: " ")
    self.summary = summary
    self.tasks = tasks
    self.direction = direction
    self.unit = unit
    self.range = range ?? direction.usualRange
    self.undefinedWhen = undefinedWhen
    self.rowValues = rowValues
    self.value = { value($0.weightedRows) }
    if let rowValues {
      structure = { _ in .rowMean(rowValues, transform: .none) }
    } else {
      structure = { _ in .opaque }
    }
  }

  /// A metric that is defined by its structure.
  init(
    name: String, title: String? = nil, summary: String, tasks: Set<PredictionTask>,
    direction: Direction, unit: MetricUnit = .ratio, range: ClosedRange<Double>? = nil,
    undefinedWhen: String = "never",
    rowValues: (@Sendable (Predictions) -> [Double])? = nil,
    structure: @escaping @Sendable (PredictionTask) -> MetricStructure
  ) {
    self.name = name
    self.title = title ?? name.replacing("_", with: " ")
    self.summary = summary
    self.tasks = tasks
    self.direction = direction
    self.unit = unit
    self.range = range ?? direction.usualRange
    self.undefinedWhen = undefinedWhen
    self.rowValues = rowValues
    self.structure = structure
    value = { predictions in
      let predictions = predictions.weightedRows
      guard predictions.isEvaluable else { return nil }
      return structure(predictions.task).value(predictions)
    }
  }

  /// A metric that is the mean of a number per row.
  init(
    meanOver rowValues: @escaping @Sendable (Predictions) -> [Double], name: String,
    title: String? = nil, summary: String, tasks: Set<PredictionTask>, direction: Direction,
    unit: MetricUnit = .ratio, range: ClosedRange<Double>? = nil
  ) {
    self.init(
      name: name, title: title, summary: summary, tasks: tasks, direction: direction, unit: unit,
      range: range, rowValues: rowValues
    ) { _ in .rowMean(rowValues, transform: .none) }
  }
}
