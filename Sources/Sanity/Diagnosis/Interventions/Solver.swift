import Learning
import Schema

extension Intervention {
  /// The last resort: a solver needs no learning rate, and hides a wrong one.
  static let solver = Intervention(
    name: "solver", summary: "Uses the default solver of a linear model.", noun: "solver",
    blame: .lastResort,
    clues: { _ in [] },
    candidates: { spec in
      var candidates: [CandidateEdit] = []
      if let solver = spec.choice(.solver, as: LinearSolver.self), solver != .auto {
        candidates.append(
          spec.candidate(
            .solver, to: LinearSolver.auto.rawValue,
            "\(SettingPath.solver) \(solver.rawValue) does not reach the optimum"))
      }
      if let limit = spec.number(.maxIterations), limit < 1_000 {
        candidates.append(
          spec.candidate(
            .maxIterations, to: "1000", "\(SettingPath.maxIterations) ends the solver too soon"))
      }
      if let tolerance = spec.number(.tolerance), tolerance > 1e-6 {
        candidates.append(
          spec.candidate(
            .tolerance, to: "1e-8", "\(SettingPath.tolerance) ends the solver too soon"))
      }
      return candidates.map { [$0] }
    })
}
