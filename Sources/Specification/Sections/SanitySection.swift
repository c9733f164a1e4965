import Schema

extension ExperimentShape {
  static func sanity(check: Rule) -> Field {
    Field(
      "sanity",
      .mapping([
        Field(
          "thresholds", .dictionary(key: check, value: .scalar(.number)), .value([:]),
          "Thresholds that replace the default ones, by code of the check."),
        Field(
          "overfit",
          .mapping([
            Field(
              "rows", .count(atLeast: 2), .absent("chosen by classes and inputs"),
              "Number of rows in the subset."),
            Field(
              "steps", .count(atLeast: 1), .absent("chosen by the check"),
              "Largest number of steps to overfit the subset in.", usedWhen: [.training(.gradient)]),
            Field(
              "target", .number(above: 0), .absent("chosen by the task"),
              "Loss to reach on the subset."),
          ]), .value([:]), "Check that the model can overfit a small subset."),
        Field(
          "waive", .dictionary(key: check, value: .scalar(.text)), .value([:]),
          "Checks that must not stop the run, each with a reason."),
      ]), .value([:]), "Checks before, during and after training.")
  }
}
