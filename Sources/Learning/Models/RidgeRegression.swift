import Schema

extension ModelEntry {
  static let ridgeRegression = ModelEntry(
    name: "ridge", summary: "Linear regression whose weights are held small (L2).",
    tasks: [.regression],
    fields: LinearModel.penaltyFields + [
      LinearModel.interceptField,
      Field(
        "solver", LinearSolver.rule([.auto, .cholesky, .qr, .svd, .sgd]), .value("auto"),
        "How the weights are found."),
    ],
    exclusiveFields: LinearModel.exclusiveFields
  ) { LeastSquaresRecipe(model: LinearModel(kind: "ridge", penalized: $0)) }
}
