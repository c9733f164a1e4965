public import Schema

/// A number that says how good predictions are.
public struct Metric: CatalogEntry {
  /// What specs and `metrics.json` call it: "roc_auc".
  public let name: String
  /// What prose, tables and reports call it: "ROC AUC".
  public let title: String
  public let summary: String
  public let tasks: Set<PredictionTask>
  public let direction: Direction
  /// What it is measured in; empty for a ratio. "target" stands for the target's own unit.
  public let unit: String
  /// When it has no value, for the reference page: "only one class among the rows". Without rows,
  /// or with an output that is not finite, no metric has a value.
  public let undefinedWhen: String
  /// The value; nil where it is undefined on these rows (never a made-up 0).
  public let value: @Sendable (Predictions) -> Double?
  /// For a metric that is a mean over rows: each row's part. Paired tests and fast resampling
  /// stand on it.
  public let rowValues: (@Sendable (Predictions) -> [Double])?
  /// What it is made of; intervals and tests are chosen by it.
  let structure: @Sendable (PredictionTask) -> MetricStructure

  /// A metric of which nothing but its value (and perhaps its rows' parts) is known.
  public init(
    name: String, title: String? = nil, summary: String, tasks: Set<PredictionTask>,
    direction: Direction, unit: String = "", undefinedWhen: String = "never",
    rowValues: (@Sendable (Predictions) -> [Double])? = nil,
    value: @escaping @Sendable (Predictions) -> Double?
  ) {
    self.name = name
    self.title = title ?? name.replacing("_", with: " ")
    self.summary = summary
    self.tasks = tasks
    self.direction = direction
    self.unit = unit
    self.undefinedWhen = undefinedWhen
    self.rowValues = rowValues
    self.value = value
    if let rowValues {
      structure = { _ in .rowMean(rowValues, transform: .none) }
    } else {
      structure = { _ in .opaque }
    }
  }

  /// A metric that is all said by its structure.
  init(
    name: String, title: String? = nil, summary: String, tasks: Set<PredictionTask>,
    direction: Direction, unit: String = "", undefinedWhen: String = "never",
    rowValues: (@Sendable (Predictions) -> [Double])? = nil,
    structure: @escaping @Sendable (PredictionTask) -> MetricStructure
  ) {
    self.name = name
    self.title = title ?? name.replacing("_", with: " ")
    self.summary = summary
    self.tasks = tasks
    self.direction = direction
    self.unit = unit
    self.undefinedWhen = undefinedWhen
    self.rowValues = rowValues
    self.structure = structure
    value = { predictions in
      guard predictions.isEvaluable else { return nil }
      return structure(predictions.task).value(predictions)
    }
  }

  /// A metric that is the mean of a number per row.
  init(
    meanOver rowValues: @escaping @Sendable (Predictions) -> [Double], name: String,
    title: String? = nil, summary: String, tasks: Set<PredictionTask>, direction: Direction,
    unit: String = ""
  ) {
    self.init(
      name: name, title: title, summary: summary, tasks: tasks, direction: direction, unit: unit,
      rowValues: rowValues
    ) { _ in .rowMean(rowValues, transform: .none) }
  }
}
