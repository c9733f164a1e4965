import Learning
import Schema
import Testing

/// Operation counts worked by hand, in multiplications and additions.
@Suite struct LinearSolverTests {
  /// Ten rows of three inputs: a pass of scores and gradient is 2 · 2 · 10 · 3 = 120 for each weight
  /// vector, the Gram matrix 6 products of columns of 10, 120; 3³ / 3 = 9 for its factor.
  @Test(
    arguments: [
      (.cholesky, .regression, 1, 249, 0),
      // 2·10·9 − 2·27/3.
      (.qr, .regression, 1, 162, 0),
      // 2·10·9 + 11·27.
      (.svd, .regression, 1, 477, 0),
      // A sweep adds each of 3 changes to 3 gradient entries.
      (.coordinateDescent, .regression, 1, 120, 18),
      (.newton, .binary, 1, 0, 249),
      // Two vectors: 240 + 3 blocks of 120 + 6³ / 3.
      (.newton, .multiclass, 2, 0, 672),
      (.coordinateDescent, .binary, 1, 0, 240),
      (.lbfgs, .multiclass, 2, 129, 240),
      (.newtonCG, .binary, 1, 129, 120),
      (.proximalGradient, .binary, 1, 0, 120),
    ] as [(LinearSolver, PredictionTask, Int, Double, Double)])
  func countsTheOperationsOfASolve(
    solver: LinearSolver, task: PredictionTask, outputs: Int, setUp: Double, iteration: Double
  ) {
    let operations = solver.operations(for: task, rows: 10, columns: 3, outputs: outputs)
    #expect(operations.setUp == setUp)
    #expect(operations.iteration == iteration)
  }

  /// Of 100 rows the bound takes 16 for each of 3 inputs: 48 · 3 · 4 + 9; the pass takes all.
  @Test func takesTheHessianBoundFromSomeRows() {
    let operations = LinearSolver.lbfgs.operations(
      for: .binary, rows: 100, columns: 3, outputs: 1)
    #expect(operations.setUp == 585)
    #expect(operations.iteration == 1200)
  }

  /// A solver is stepwise or supports l1 exactly where its fits do: `auto` is decided at the fit.
  @Test func statesWhatDecidesASolve() {
    let stepwise = LinearSolver.allCases.filter(\.isStepwise)
    #expect(stepwise == [.sgd])
    let sparse = LinearSolver.allCases.filter { $0.supportsL1 == true }
    #expect(Set(sparse) == [.sgd, .coordinateDescent, .proximalGradient])
    #expect(LinearSolver.allCases.filter { $0.convergence == nil } == [.auto])
  }
}
