import Learning
import Runs
import Schema
import Specification

extension TrainingTime {
  /// The time for which a solver is rehearsed after its first iteration.
  private static let solverSeconds = 0.25
  /// The smallest number of rows a slice is solved on.
  private static let leastRowCount = 512
  /// The accuracy of operations at the rate of a slice, as a factor.
  private static let closedFormAccuracy = 2.0

  /// A solver: all rows, or a slice, are solved for a moment.
  init(solver inputs: Inputs) {
    let (plan, rowCount, size) = (inputs.plan, inputs.rowCount, inputs.data.train.size)
    func cost(rows: Int) -> TrainingCost {
      plan.recipe.cost(
        of: ProblemSize(
          task: size.task, rowCount: rows, inputCount: size.inputCount,
          outputCount: size.outputCount), plan: inputs.training)
    }
    func beginning(_ rows: Int) -> Double {
      let cost = cost(rows: rows)
      return cost.setUpOperations + 3 * cost.operationsPerIteration
    }
    // A closed form and a regression's path of penalties cannot be cancelled.
    let isCancellable =
      size.task.isClassification && plan.recipe.method(for: inputs.training) == .iterations
    let budget = isCancellable ? 2 * Self.rehearsedOperations : 1e9
    let fraction = min(1, budget / max(1, beginning(rowCount)))
    let slice = min(
      rowCount, max(Self.leastRowCount, 2 * size.inputCount, Int(fraction * Double(rowCount))))
    var solver = plan.recipe.solver
    if beginning(slice) <= 2 * Self.rehearsedOperations,
      let rehearsal = inputs.rehearsal(rows: slice, limitSeconds: Self.solverSeconds)
    {
      // A cancelled selection of a penalty was that of Newton's method.
      solver = rehearsal.outcome.solve?.solver ?? (isCancellable ? .newton : solver)
      if rehearsal.isWhole, slice == rowCount {
        let (time, outcome) = inputs.whole(rehearsal, limitSeconds: 10 * Self.shortSeconds)
        self = time
        stepCount = outcome.solve?.iterations
      } else if rehearsal.isWhole, rehearsal.marks.iterations.isEmpty {
        let growth = beginning(rowCount) / max(1, beginning(slice))
        self.init(
          TimeEstimate(growth * rehearsal.seconds, within: Self.closedFormAccuracy),
          basis: .operations)
      } else {
        let scale = Double(rowCount) / Double(slice)
        let estimate = Self.iterative(
          rehearsal.marks, seconds: rehearsal.seconds, solver: solver,
          iterationLimit: plan.spec.settings.nested("model")["max_iterations"]?.integer ?? .max)
        self.init(
          TimeEstimate(from: scale * estimate.least, to: scale * estimate.most), basis: .passes)
      }
    } else {
      let passes = solver?.usualPasses ?? LinearSolver.lbfgs.usualPasses ?? 1...1
      let count = (passes.lowerBound * passes.upperBound).squareRoot()
      self = inputs.counted(
        inputs.cost.setUpOperations + count * inputs.cost.operationsPerIteration, rows: rowCount,
        within: 4)
    }
    // The solver that `auto` stands for is known now.
    let each = solver?.operations(
      for: size.task, rows: size.rowCount, columns: size.inputCount,
      outputs: size.task.isClassification ? inputs.cost.largestProduct.outputCount : 1)
    let perIteration = each?.iteration ?? inputs.cost.operationsPerIteration
    operationsPerStep =
      perIteration > 0 ? perIteration : each?.setUp ?? inputs.cost.setUpOperations
    self.solver = solver
  }

  /// Set-up plus the time of a pass times the solver's usual number of passes; of a cross-validation
  /// that selects a penalty, the time per fit times the number of fits.
  static func iterative(
    _ marks: RehearsalMonitor.Marks, seconds: Double, solver: LinearSolver?, iterationLimit: Int
  ) -> TimeEstimate {
    guard let last = marks.iterations.last else { return TimeEstimate(10 * seconds, within: 10) }
    if let fraction = last.progress.fractionOfFits {
      return TimeEstimate(last.seconds / max(fraction, 1e-9), within: 1.5)
    }
    let seen = Double(last.progress.passCount)
    let each = marks.secondsPerPass ?? last.seconds / max(1, seen)
    let passes = solver?.usualPasses ?? seen...(10 * seen)
    let limit = seen / Double(marks.iterations.count) * Double(iterationLimit)
    let least = min(limit, max(seen, passes.lowerBound))
    let most = min(limit, max(2 * seen, passes.upperBound))
    return TimeEstimate(
      from: last.seconds + each * (least - seen), to: last.seconds + each * max(0, most - seen))
  }
}
