import Schema

extension ExperimentShape {
  static let evaluation = Field(
    "evaluation",
    .mapping([
      Field(
        "interval_level", .number(above: 0, below: 1), .value(0.95),
        "How often an interval is to hold the true value."),
      Field(
        "resamples", .integer(in: 100...1_000_000), .value(2000),
        "Resamples of a bootstrap interval."),
      Field(
        "worst_rows", .integer(in: 0...10_000), .value(20), "Rows the report lists as the worst."),
    ]), .value([:]), "How the model is judged.")
}
