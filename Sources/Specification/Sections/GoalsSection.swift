import Schema

extension ExperimentShape {
  /// - Parameter metrics: Those of predictions, and time and size.
  static func goals(metrics: [Rule.Option]) -> Field {
    let goal = Shape.mapping([
      Field(
        "metric", .name(of: "a metric", metrics, reference: .metric), .required,
        "Metric of the test rows, or of the run."),
      Field(
        "slice", .dictionary(key: .column, value: .scalar(.label)), .absent("all test rows"),
        "Restriction to the rows with these values in these columns."),
      Field("at_least", .number, .absent("no lower bound"), "Lower bound of the metric."),
      Field(
        "at_most", .number, .absent("no upper bound"), "Upper bound of the metric."),
    ])
    return Field(
      "goals", .list(goal, atLeast: 0), .value([]),
      "Goals for the result, set before training.")
  }
}
