import Schema

extension ModelEntry {
  static let elasticNet = ModelEntry(
    name: "elastic_net", summary: "Linear regression with L1 and L2 penalties.",
    tasks: [.regression],
    fields: [ElasticNetRecipe.l1Field, ElasticNetRecipe.l2Field] + ElasticNetRecipe.solverFields,
    restore: NetworkModel.init(restoring:)
  ) { ElasticNetRecipe(kind: "elastic_net", l2: $0.number("l2"), $0) }
}
