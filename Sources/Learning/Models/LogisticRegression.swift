import Schema

extension ModelEntry {
  static let logisticRegression = ModelEntry(
    name: "logistic", summary: "Logistic regression: one weight vector for the positive class.",
    tasks: [.binary], fields: LinearClassifierRecipe.fields,
    exclusiveFields: LinearModel.exclusiveFields
  ) { LinearClassifierRecipe(kind: "logistic", hasVectorPerClass: false, $0) }
}
