import Schema

extension ModelEntry {
  static let linearRegression = ModelEntry(
    name: "linear", summary: "Linear regression by ordinary least squares.",
    tasks: [.regression],
    fields: [
      LinearModel.interceptField,
      Field(
        "solver", LinearSolver.rule([.auto, .cholesky, .qr, .svd, .sgd]), .value("auto"),
        "Algorithm that finds the weights."),
    ], restore: NetworkModel.init(restoring:)
  ) { settings in
    LeastSquaresRecipe(
      model: LinearModel(
        kind: "linear", penalty: .none, fitsIntercept: settings.flag("fit_intercept"),
        solver: settings.choice("solver")))
  }
}
