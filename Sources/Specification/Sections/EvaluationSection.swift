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
      Field(
        "slices", groupings, .value([]),
        "Slices of the judged rows that get their own metrics: a column, a column with the edges "
          + "of its bins (`{age: [25, 45]}`), or a list of columns to be crossed."),
      Field(
        "protected", groupings, .value([]),
        "Groups that are to be treated alike, written as `slices` are: selection rate, error rates "
          + "and calibration of each, and how far apart they are."),
      Field(
        "must_pass", .path, .absent("no key examples"),
        "CSV file of key examples that must be predicted right: `row`, `expected` (or `at_least` "
          + "and `at_most` of a number) and, if wanted, `reason`."),
    ]), .value([:]), "Evaluation of the model.")

  /// Columns, binned columns and crossings of them.
  private static let groupings: Shape = {
    let column = Shape.scalar(.column)
    let bins = Shape.dictionary(key: .column, value: .list(.scalar(.number), atLeast: 1))
    return .list(.anyOf([column, .list(.anyOf([column, bins]), atLeast: 2), bins]), atLeast: 0)
  }()
}
