import Schema

extension ExperimentShape {
  static let evaluation = Field(
    "evaluation",
    .mapping([
      Field(
        "interval_level", .number(above: 0, below: 1), .value(0.95),
        "Confidence level of intervals."),
      Field(
        "resamples", .integer(in: 100...1_000_000), .value(2000),
        "Number of resamples of a bootstrap interval."),
      Field(
        "worst_rows", .integer(in: 0...10_000), .value(20),
        "Number of worst predicted rows in the report."),
    ]), .value([:]), "Evaluation of the model.")
}
