extension Intervention {
  /// The last resort: a solver needs no learning rate, and hides a wrong one.
  static let solver = Intervention(
    name: "solver", summary: "Uses the default solver of a linear model.", noun: "solver",
    blame: .lastResort,
    clues: { _ in [] },
    candidates: { spec in
      var candidates: [CandidateEdit] = []
      if let solver = spec.string("model.solver"), solver != "auto" {
        candidates.append(
          spec.candidate(
            "model.solver", to: "auto", "model.solver \(solver) does not reach the optimum")
        )
      }
      if let limit = spec.number("model.max_iterations"), limit < 1_000 {
        candidates.append(
          spec.candidate(
            "model.max_iterations", to: "1000", "model.max_iterations ends the solver too soon"))
      }
      if let tolerance = spec.number("model.tolerance"), tolerance > 1e-6 {
        candidates.append(
          spec.candidate("model.tolerance", to: "1e-8", "model.tolerance ends the solver too soon"))
      }
      return candidates.map { [$0] }
    })
}
