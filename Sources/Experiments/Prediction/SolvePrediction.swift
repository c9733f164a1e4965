import Learning
import Runs
import Sanity
import Schema

/// How long a solver takes, from how it begins and from solves of some of the rows.
struct SolvePrediction {
  let estimate: TimeEstimate
  /// Of the rehearsal that went furthest.
  let solve: SolveReport?
  let iterationCount: Int?
  let basis: CostPrediction.Basis

  static let leastRowCount = 512
  /// A solve as short as this is rehearsed once more, when the code is warm.
  private static let shortSeconds = 0.02

  /// Nil where no slice can be solved.
  init?(
    _ recipe: any ModelRecipe, train: TrainingSet, plan: TrainingPlan, settings: GateSettings,
    chooses: Bool
  ) {
    let slices = SliceRehearsals(recipe: recipe, train: train, plan: plan, settings: settings)
    let prediction =
      train.task.isClassification
      ? SolvePrediction(iterating: slices, chooses: chooses) : SolvePrediction(closedForm: slices)
    guard let prediction else { return nil }
    self = prediction
  }

  init(
    _ estimate: TimeEstimate, _ solve: SolveReport?, iterationCount: Int?,
    basis: CostPrediction.Basis
  ) {
    self.estimate = estimate
    self.solve = solve
    self.iterationCount = iterationCount
    self.basis = basis
  }

  /// Of all rows, solved to the end.
  init(whole slice: SliceRehearsals.Slice, _ slices: SliceRehearsals) {
    var best = slice
    if slice.rehearsal.seconds < Self.shortSeconds,
      let again = slices.slice(of: slice.rowCount, limitSeconds: 10 * Self.shortSeconds),
      again.rehearsal.isWhole
    {
      best = again
    }
    let report = best.rehearsal.outcome.solve
    self.init(
      TimeEstimate(best.rehearsal.outcome.elapsedSeconds), report,
      iterationCount: report?.iterations, basis: .whole)
  }
}
