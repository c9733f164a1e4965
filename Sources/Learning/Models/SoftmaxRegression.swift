import Schema

extension ModelEntry {
  static let softmaxRegression = ModelEntry(
    name: "softmax", summary: "Softmax regression: one weight vector for each class.",
    tasks: [.binary, .multiclass], fields: LinearClassifierRecipe.fields(LinearModel.penaltyFields),
    exclusiveFields: LinearModel.exclusiveFields
  ) { LinearClassifierRecipe(kind: "softmax", hasVectorPerClass: true, $0) }
}
