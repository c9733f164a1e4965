import Schema

extension ExperimentShape {
  static let preprocessing = Field(
    "preprocessing",
    .mapping([
      Field(
        "scale",
        .oneOf([
          Rule.Option("standard", "Mean 0 and standard deviation 1."),
          Rule.Option("min_max", "From 0 to 1."),
          Rule.Option("robust", "Median 0 and interquartile range 1."),
          Rule.Option("none", "As they are."),
        ]), .value("standard"), "How columns of numbers are scaled."),
      Field(
        "impute",
        .oneOf([
          Rule.Option("mean", "The column's mean."),
          Rule.Option("median", "The column's median."),
          Rule.Option("most_frequent", "The column's commonest value."),
          Rule.Option("constant", "The fill_value."),
          Rule.Option("none", "Nothing: a missing number is an error."),
        ]), .value("mean"), "What stands in for a missing number."),
      Field("fill_value", .number, .value(0), "What impute: constant fills in."),
      Field(
        "indicators", .boolean, .value(true),
        "Whether a column with missing numbers gets a second one that says where."),
      Field(
        "encode",
        .oneOf([
          Rule.Option("one_hot", "One input of 0 or 1 for each category."),
          Rule.Option("ordinal", "One input with the category's number."),
        ]), .value("one_hot"), "How categories become numbers."),
      Field(
        "unknown_category",
        .oneOf([
          Rule.Option("ignore", "It is like no known category."),
          Rule.Option("error", "The run stops."),
        ]), .value("ignore"), "What happens to a category that train does not have."),
      Field(
        "target_scale",
        .oneOf([
          Rule.Option("standard", "Trained on mean 0 and standard deviation 1, then scaled back."),
          Rule.Option("none", "As it is."),
        ]), .value("standard"), "How a target that is a number is scaled for training."),
      Field(
        "clip", .number(above: 0), .absent("no bound"),
        "The largest size of a scaled number; beyond it is cut off."),
    ]), .value([:]), "How columns become inputs; always fitted on the training rows only.")
}
