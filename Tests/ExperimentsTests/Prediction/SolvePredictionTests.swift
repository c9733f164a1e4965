import Learning
import LinearAlgebra
import Testing

@testable import Experiments

@Suite struct SolvePredictionTests {
  /// Solves of 100 and 400 rows took 1 s and 2.5 s: 5 ms a row beyond 400.
  @Test func goesOnAlongALine() {
    let found = SolvePrediction.extrapolated([(100, 1), (400, 2.5)], to: 1_000)
    #expect(abs(found - 5.5) < 1e-12)
  }

  @Test func growsWithTheRowsWhereThereIsOnePoint() {
    #expect(SolvePrediction.extrapolated([(100, 1)], to: 1_000) == 10)
  }

  /// A second solve that was quicker than the first says that rows cost nothing, not less.
  @Test func neverFalls() {
    #expect(SolvePrediction.extrapolated([(100, 1), (400, 0.9)], to: 1_000) == 0.9)
  }

  /// Four of eight rows, evenly spread, weigh as much as all eight.
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
