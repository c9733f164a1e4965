import Schema

extension ModelEntry {
  static let softmaxRegression = ModelEntry(
    name: "softmax", summary: "Softmax regression: one weight vector per class.",
    tasks: [.binary, .multiclass], fields: LinearClassifierRecipe.fields(LinearModel.penaltyFields),
    restore: NetworkModel.init(restoring:)
  ) { LinearClassifierRecipe(kind: "softmax", hasVectorPerClass: true, $0) }
}
