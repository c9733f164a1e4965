import Schema

extension ModelEntry {
  static let lasso = ModelEntry(
    name: "lasso", summary: "Linear regression that leaves most weights at 0 (L1).",
    tasks: [.regression], fields: [ElasticNetRecipe.l1Field] + ElasticNetRecipe.solverFields
  ) { ElasticNetRecipe(kind: "lasso", l2: 0, $0) }
}
