import Schema

extension ModelEntry {
  static let lasso = ModelEntry(
    name: "lasso", summary: "Linear regression with an L1 penalty, for sparse weights.",
    tasks: [.regression], fields: [ElasticNetRecipe.l1Field] + ElasticNetRecipe.solverFields,
    restore: NetworkModel.init(restoring:)
  ) { ElasticNetRecipe(kind: "lasso", l2: 0, $0) }
}
