import Schema

extension ExperimentShape {
  static func sanity(check: Rule) -> Field {
    Field(
      "sanity",
      .mapping([
        Field(
          "thresholds", .dictionary(key: check, value: .scalar(.number)), .value([:]),
          "Other thresholds, by the code of the check."),
        Field(
          "overfit",
          .mapping([
            Field(
              "rows", .integer(atLeast: 2), .absent("chosen by classes and inputs"),
              "Rows of the small subset."),
            Field(
              "steps", .integer(atLeast: 1), .absent("chosen by the check"),
              "Steps the model has to overfit them in."),
            Field(
              "target", .number(above: 0), .absent("chosen by the task"),
              "The loss that it must reach."),
          ]), .value([:]), "The check that the model can overfit a small subset."),
        Field(
          "waive", .dictionary(key: check, value: .scalar(.text)), .value([:]),
          "Checks that may not stop the run, each with the reason."),
      ]), .value([:]), "The checks before, while and after training.")
  }
}
