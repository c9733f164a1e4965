import Schema
import Synchronization
import TestSupport
import Testing

@testable import Learning

private func fit(
  _ recipe: any ModelRecipe, to set: TrainingSet, context: TrainingContext
) throws -> TrainingOutcome {
  try recipe.fitted(to: set, dev: nil, plan: smallPlan(), context: context)
}

/// The progress that solvers report.
@Suite struct SolverProgressTests {
  private final class Watch: Sendable {
    private let state = Mutex([SolverProgress]())

    var seen: [SolverProgress] { state.withLock { $0 } }

    func context(cancelsAfter limit: Int = .max) -> TrainingContext {
      TrainingContext(isCancelled: { self.seen.count >= limit }) { event in
        guard case .solverAdvanced(let progress) = event else { return }
        self.state.withLock { $0.append(progress) }
      }
    }
  }

  /// One report per iteration, each with at least one more pass.
  @Test(
    arguments: [
      ("lbfgs", 0.0), ("newton", 0), ("newton_cg", 0), ("coordinate_descent", 0.01),
      ("proximal_gradient", 0.01),
    ])
  func solversReportEachIteration(solver: String, l1: Double) throws {
    let watch = Watch()
    let set = syntheticSet(.multiclass)
    let outcome = try fit(
      recipe(
        "softmax", ("solver", .string(solver)), ("l1", .number(l1)), ("tolerance", 1e-5)),
      to: set, context: watch.context())
    let seen = watch.seen
    #expect(seen.count == outcome.solve?.iterations)
    #expect(seen.allSatisfy { $0.fractionOfFits == nil })
    // The evaluation at the start is a pass, too.
    #expect(try #require(seen.first).passCount >= 2)
    #expect(zip(seen, seen.dropFirst()).allSatisfy { $0.passCount < $1.passCount })
  }

  /// A product for each conjugate gradient, the probabilities at each point, and the line search: more than two
  /// passes an iteration.
  @Test func countsTheProductsOfTruncatedNewton() throws {
    let watch = Watch()
    let outcome = try fit(
      recipe("softmax", ("solver", "newton_cg")), to: syntheticSet(.multiclass),
      context: watch.context())
    let iterations = try #require(outcome.solve?.iterations)
    #expect(try #require(watch.seen.last).passCount > 1 + 3 * iterations)
  }

  /// 5 folds of 41 penalties; then the iterations with the selected one.
  @Test func aSelectionReportsEachFit() throws {
    let watch = Watch()
    let set = syntheticSet(.binary, rowCount: 80, columnCount: 12, seed: 3)
    _ = try fit(recipe("logistic", ("l2", "auto")), to: set, context: watch.context())
    let fits = watch.seen.compactMap(\.fractionOfFits)
    #expect(fits == (1...205).map { Double($0) / 205 })
    #expect(watch.seen.count > 205 && watch.seen[205].fractionOfFits == nil)
  }

  @Test func aSelectionCanBeCancelled() throws {
    let watch = Watch()
    let set = syntheticSet(.binary, rowCount: 80, columnCount: 12, seed: 3)
    let outcome = try fit(
      recipe("logistic", ("l2", "auto")), to: set, context: watch.context(cancelsAfter: 50))
    #expect(outcome.ending == .cancelled(step: 0))
    #expect(watch.seen.count == 50)
    #expect(outcome.solve == nil)
    #expect(flatParameters(outcome.model).allSatisfy { $0 == 0 })
  }
}
