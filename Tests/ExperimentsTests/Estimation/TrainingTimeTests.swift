import Learning
import LinearAlgebra
import Testing

@testable import Experiments

@Suite struct TrainingTimeTests {
  private func estimate(
    _ points: [(seconds: Double, progress: SolverProgress)], _ solver: LinearSolver,
    iterationLimit: Int = 1_000
  ) -> TimeEstimate {
    TrainingTime.iterative(
      RehearsalMonitor.Marks(
        iterations: points.map { .init(seconds: $0.seconds, progress: $0.progress) }),
      seconds: 1, solver: solver, iterationLimit: iterationLimit)
  }

  /// Passes of 0.5 s after 1 s with 2 passes: of Newton's 5 to 40 passes, 2 and 37 follow the third.
  @Test func multipliesThePassByTheUsualNumber() {
    let found = estimate(
      [(1, SolverProgress(passCount: 2)), (1.5, SolverProgress(passCount: 3))], .newton)
    #expect(found.least == 2.5)
    #expect(found.most == 20)
    // √(2.5 · 20).
    #expect(abs(found.likely * found.likely - 50) < 1e-12)
  }

  /// At most 6 iterations of 1.5 passes: 9 passes.
  @Test func limitsPassesByTheIterationLimit() {
    let found = estimate(
      [(1, SolverProgress(passCount: 2)), (1.5, SolverProgress(passCount: 3))], .newton,
      iterationLimit: 6)
    #expect(found.least == 2.5)
    #expect(found.most == 4.5)
  }

  /// After 100 passes, beyond the usual 40, up to twice as many are expected.
  @Test func expectsMorePassesThanWereSeen() {
    let found = estimate(
      [(1, SolverProgress(passCount: 50)), (2, SolverProgress(passCount: 100))], .newton)
    #expect(found.least == 2)
    #expect(found.most == 4)
  }

  /// A quarter of the fits in 2 s.
  @Test func extrapolatesTheFitsOfACrossValidation() {
    let found = estimate([(2, SolverProgress(passCount: 9, fractionOfFits: 0.25))], .newton)
    #expect(found.likely == 8)
    #expect(found.least < 8 && found.most > 8)
  }

  /// Four of eight rows, evenly spaced, weigh as much as all eight.
  @Test func slicesWeighAsMuchAsAllRows() {
    let set = TrainingSet(
      inputs: .double(Matrix(rowCount: 8, columnCount: 1, storage: (0..<8).map(Double.init))),
      targets: .classes([0, 1, 0, 1, 0, 1, 1, 1], classCount: 2),
      weights: [1, 1, 2, 1, 1, 1, 3, 1], rowIDs: Array(10..<18))
    let slice = set.slice(4)
    #expect(slice.rowIDs == [10, 12, 14, 16])
    #expect(slice.weights == [2, 4, 2, 6])
    #expect(set.slice(8).weights == set.weights)
    #expect(set.slice(9).rowCount == 8)
  }
}
