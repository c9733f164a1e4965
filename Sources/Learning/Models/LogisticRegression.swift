import Schema

extension ModelEntry {
  static let logisticRegression = ModelEntry(
    name: "logistic", summary: "Logistic regression: one weight vector for the positive class.",
    tasks: [.binary],
    fields: LinearClassifierRecipe.fields(
      [
        Field(
          "l2", ChosenPenalty.shape, .absent("derived from c"),
          "Strength of the penalty ½·l2·‖w‖² added to the mean loss, or `auto`; the intercept is not "
            + "penalized."),
        LinearModel.inverseStrengthField,
      ] + FoldSelection.fields(choosing: "l2")), restore: NetworkModel.init(restoring:)
  ) { LinearClassifierRecipe(kind: "logistic", hasVectorPerClass: false, $0) }
}
