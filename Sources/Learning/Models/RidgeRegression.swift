import Schema

extension ModelEntry {
  static let ridgeRegression = ModelEntry(
    name: "ridge", summary: "Linear regression whose weights are held small (L2).",
    tasks: [.regression],
    fields: [
      Field(
        "l2", ChosenPenalty.shape, .absent("what c says"),
        "Strength of ½·l2·‖w‖² beside half the mean squared error, or `auto`; the intercept is free."
      ),
      LinearModel.inverseStrengthField,
      Field(
        "selection", RidgeSelection.rule, .value("loo"),
        "By what error `l2: auto` chooses, from the training rows alone."),
      LinearModel.interceptField,
      Field(
        "solver", LinearSolver.rule([.auto, .cholesky, .qr, .svd, .sgd]), .value("auto"),
        "How the weights are found."),
    ],
    exclusiveFields: LinearModel.exclusiveFields
  ) { settings in
    LeastSquaresRecipe(
      model: LinearModel(kind: "ridge", penalized: settings),
      selection: ChosenPenalty.isAutomatic(settings["l2"]) ? settings.choice("selection") : nil)
  }
}
