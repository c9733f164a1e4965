import Schema

extension ModelEntry {
  static let logisticRegression = ModelEntry(
    name: "logistic", summary: "Logistic regression: one weight vector for the positive class.",
    tasks: [.binary],
    fields: LinearClassifierRecipe.fields(
      [
        Field(
          "l2", ChosenPenalty.shape, .absent("what c says"),
          "Strength of ½·l2·‖w‖² beside the mean loss, or `auto`; the intercept is free."),
        LinearModel.inverseStrengthField,
      ] + FoldSelection.fields),
    exclusiveFields: LinearModel.exclusiveFields
  ) { LinearClassifierRecipe(kind: "logistic", hasVectorPerClass: false, $0) }
}
