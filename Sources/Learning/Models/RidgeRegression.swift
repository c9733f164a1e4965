import Schema

extension ModelEntry {
  static let ridgeRegression = ModelEntry(
    name: "ridge", summary: "Linear regression with an L2 penalty.",
    tasks: [.regression],
    fields: [
      Field(
        "l2", ChosenPenalty.shape, .absent("derived from c"),
        "Strength of the penalty ½·l2·‖w‖² added to half the mean squared error, or `auto`; the "
          + "intercept is not penalized."
      ),
      LinearModel.inverseStrengthField,
      Field(
        "selection", RidgeSelection.rule, .value("loo"),
        "Validation error by which `l2: auto` chooses, from the training rows alone.",
        usedWhen: [.oneOf(["auto"], at: .modelL2)]),
      LinearModel.interceptField,
      Field(
        "solver", LinearSolver.rule([.auto, .cholesky, .qr, .svd, .sgd]), .value("auto"),
        "Algorithm that finds the weights."),
    ], restore: NetworkModel.init(restoring:)
  ) { settings in
    LeastSquaresRecipe(
      model: LinearModel(kind: "ridge", penalized: settings),
      selection: ChosenPenalty.isAutomatic(settings["l2"]) ? settings.choice("selection") : nil)
  }
}
