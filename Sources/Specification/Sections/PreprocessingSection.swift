import Schema

extension ExperimentShape {
  static let preprocessing = Field(
    "preprocessing",
    .mapping([
      Field(
        "scale",
        .oneOf([
          Rule.Option("standard", "Mean 0 and standard deviation 1."),
          Rule.Option("min_max", "Minimum 0 and maximum 1."),
          Rule.Option("robust", "Median 0 and interquartile range 1."),
          Rule.Option("none", "No scaling."),
        ]), .value("standard"), "Scaling of numeric columns."),
      Field(
        "impute",
        .oneOf([
          Rule.Option("mean", "Mean of the column."),
          Rule.Option("median", "Median of the column."),
          Rule.Option("most_frequent", "Most frequent value of the column."),
          Rule.Option("constant", "`fill_value`."),
          Rule.Option("none", "No imputation: a missing number is an error."),
        ]), .value("mean"), "Imputation of missing numbers."),
      Field(
        "fill_value", .number, .value(0), "Number that replaces missing numbers.",
        usedWhen: [.oneOf(["constant"], at: "preprocessing.impute")]),
      Field(
        "indicators", .boolean, .value(true),
        "Whether to add an indicator input for each column with missing numbers.",
        usedWhen: [.noneOf(["none"], at: "preprocessing.impute")]),
      Field(
        "encode",
        .oneOf([
          Rule.Option("one_hot", "One input of 0 or 1 for each category."),
          Rule.Option("ordinal", "One input with the index of the category."),
        ]), .value("one_hot"), "Encoding of categories."),
      Field(
        "unknown_category",
        .oneOf([
          Rule.Option("ignore", "It is like no known category."),
          Rule.Option("error", "The run stops with an error."),
        ]), .value("ignore"), "Treatment of categories that do not occur in train."),
      Field(
        "target_scale",
        .oneOf([
          Rule.Option(
            "standard", "Mean 0 and standard deviation 1 for training; predictions are scaled back."
          ),
          Rule.Option("none", "No scaling."),
        ]), .value("standard"), "Scaling of a numeric target.",
        usedWhen: [.task([.regression])]),
      Field(
        "clip", .number(above: 0), .absent("no clipping"),
        "Largest absolute value of a scaled number; larger ones are clipped."),
    ]), .value([:]), "Preprocessing of the columns; fitted on the training rows only.")
}
