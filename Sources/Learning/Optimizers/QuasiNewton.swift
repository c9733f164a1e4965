import Schema

/// L-BFGS with a line search on the loss of all rows; an iteration counts as a step and an epoch.
///
/// **Source** Nocedal 1980, a history of ten pairs; the first step as in PyTorch
struct QuasiNewton: Optimizer {
  /// The first step tried is this times the gradient, or a step of this length where that is
  /// shorter; the line search finds the length of all later ones.
  var learningRate: Double
  let tolerance: Double

  var kind: String { "lbfgs" }
  var method: OptimizationMethod { .fullBatch(tolerance: tolerance) }

  func with(learningRate: Double) -> Self {
    QuasiNewton(learningRate: learningRate, tolerance: tolerance)
  }

  func withoutDecay() -> Self { self }
}

extension OptimizerEntry {
  static let lbfgs = OptimizerEntry(
    name: "lbfgs",
    summary: "L-BFGS on the loss of all rows, in double precision; for small data.",
    fields: [
      Field(
        "learning_rate", Rule.number(above: 0), .value(1.0),
        "Length of the first step tried; a line search finds that of the later ones."),
      Field(
        "tolerance", Rule.number(above: 0, below: 1), .value(1e-7),
        "Relative gradient norm at which the search has converged: the gradient infinity norm over its "
          + "initial value."),
    ]
  ) { settings in
    QuasiNewton(
      learningRate: settings.number("learning_rate"), tolerance: settings.number("tolerance"))
  }
}
