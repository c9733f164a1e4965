import Schema

/// A quasi-Newton search with a line search on the loss of all rows: an iteration counts as a step,
/// and as an epoch.
///
/// **Source** Nocedal 1980, ten pairs; PyTorch's first step
struct QuasiNewton: Optimizer {
  /// The first step is tried with this times the gradient, or this long where that is shorter; all
  /// later ones find their length by themselves.
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
    summary: "A quasi-Newton search on all rows at once, in double precision; for small data.",
    fields: [
      Field(
        "learning_rate", Rule.number(above: 0), .value(1.0),
        "How far the very first step is tried; the later ones find their length by themselves."),
      Field(
        "tolerance", Rule.number(above: 0, below: 1), .value(1e-7),
        "It ends when the largest derivative is this share of the one at the start."),
    ]
  ) { settings in
    QuasiNewton(
      learningRate: settings.number("learning_rate"), tolerance: settings.number("tolerance"))
  }
}
