extension Intervention {
  /// Only when nothing else helps: a solver needs no learning rate, and hides a wrong one.
  static let solver = Intervention(
    name: "solver", summary: "Leaves the solver of a linear model to Assay.", noun: "solver",
    blame: .lastResort,
    clues: { _ in [] },
    swaps: { spec in
      var swaps: [Swap] = []
      if let solver = spec.word("model.solver"), solver != "auto" {
        swaps.append(
          spec.swap("model.solver", to: "auto", "model.solver \(solver) does not reach the optimum")
        )
      }
      if let limit = spec.number("model.max_iterations"), limit < 1_000 {
        swaps.append(
          spec.swap("model.max_iterations", to: "1000", "model.max_iterations ends it too soon"))
      }
      if let tolerance = spec.number("model.tolerance"), tolerance > 1e-6 {
        swaps.append(
          spec.swap("model.tolerance", to: "1e-8", "model.tolerance ends it too soon"))
      }
      return swaps.map { [$0] }
    })
}
