import Schema

extension ExperimentShape {
  /// What a run uses up, as far as a goal can bound it.
  static let resourceMetrics: [Rule.Option] = [
    Rule.Option("latency_p50_us", "Median time to predict one row, in microseconds."),
    Rule.Option("latency_p99_us", "99th percentile of the time to predict one row, in µs."),
    Rule.Option("rows_per_second", "Rows predicted in a second, in batches."),
    Rule.Option("training_seconds", "Seconds that the training took."),
    Rule.Option("model_bytes", "Size of the saved model."),
  ]

  static func goals(metrics: [Rule.Option]) -> Field {
    let goal = Shape.mapping([
      Field(
        "metric", .name(of: "a metric", metrics + resourceMetrics, reference: .metric), .required,
        "What is judged, on the test rows."),
      Field(
        "slice", .dictionary(key: .column, value: .scalar(.label)), .absent("all test rows"),
        "Only the rows with these values in these columns."),
      Field("at_least", .number, .absent("no lower bound"), "The goal is met from this value up."),
      Field(
        "at_most", .number, .absent("no upper bound"), "The goal is met from this value down."),
    ])
    return Field(
      "goals", .list(goal, atLeast: 0), .value([]),
      "What would be good enough, decided before training.")
  }
}
