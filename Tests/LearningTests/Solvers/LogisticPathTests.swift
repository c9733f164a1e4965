import LinearAlgebra
import Schema
import Testing

@testable import Learning

@Suite struct LogisticPathTests {
  private func inputs(_ set: TrainingSet) -> Matrix { set.inputs.matrix(as: Double.self) }

  private func classes(_ set: TrainingSet) throws -> [Int] {
    guard case .classes(let classes, _) = set.targets else { throw CancellationError() }
    return classes
  }

  @Test func eachFitIsTheOneThatARecipeMakes() throws {
    for seed in UInt64(1)...3 {
      let set = syntheticSet(.binary, rowCount: 80, columnCount: 6, seed: seed)
      for fitsIntercept in [true, false] {
        let penalties = [10, 1, 0.1, 0.01, 0.5]
        let path = try LogisticPath(
          inputs: inputs(set), classes: try classes(set), penalties: penalties,
          fitsIntercept: fitsIntercept, tolerance: 1e-10)
        #expect(path.fits.map(\.l2) == penalties)
        for fit in path.fits {
          let outcome = try recipe(
            "logistic", ("l2", .number(fit.l2)), ("tolerance", 1e-10),
            ("fit_intercept", .boolean(fitsIntercept))
          ).fitted(to: set, dev: nil, plan: smallPlan(), context: TrainingContext())
          let expected = try #require(outcome.solve).objective
          #expect(fit.isConverged)
          #expect(abs(fit.objective / expected - 1) < 1e-12, "seed \(seed) l2 \(fit.l2)")
          let parameters = fit.weights + (fitsIntercept ? [fit.intercept] : [])
          let difference = zip(parameters, flatParameters(outcome.model)).map { abs($0 - $1) }.max()
          #expect(try #require(difference) < 1e-7, "seed \(seed) l2 \(fit.l2)")
        }
      }
    }
  }

  @Test func weightsCountRowsSeveralTimes() throws {
    let set = syntheticSet(.binary, rowCount: 40, columnCount: 3, seed: 9)
    let repeated = set.rows(at: (0..<40).flatMap { [Int](repeating: $0, count: 1 + $0 % 3) })
    let weighted = try LogisticPath(
      inputs: inputs(set), classes: try classes(set), weights: (0..<40).map { Double(1 + $0 % 3) },
      penalties: [0.1])
    let plain = try LogisticPath(
      inputs: inputs(repeated), classes: try classes(repeated), penalties: [0.1])
    for (a, b) in zip(weighted.fits[0].weights, plain.fits[0].weights) {
      // Both end within 1e-8 of the first derivative; the curvature is at least the penalty.
      #expect(abs(a - b) < 1e-6)
    }
  }

  @Test func foldsAtTheSameTimeAreThePathsOfEach() throws {
    let sets = (1...5).map { syntheticSet(.binary, rowCount: 60, columnCount: 4, seed: UInt64($0)) }
    let folds = try sets.enumerated().map { index, set in
      LogisticPath.Fold(
        inputs: inputs(set), classes: try classes(set), penalties: [1, 0.1 / Double(index + 1)])
    }
    let paths = try LogisticPath.paths(over: folds)
    #expect(paths.count == folds.count)
    for (path, fold) in zip(paths, folds) {
      let alone = try LogisticPath(
        inputs: fold.inputs, classes: fold.classes, penalties: fold.penalties)
      #expect(path.fits == alone.fits)
    }
    let broken = LogisticPath.Fold(inputs: Matrix(rows: [[.nan]]), classes: [0], penalties: [1])
    #expect(throws: FitError.notFinite(row: 0, column: 0)) {
      try LogisticPath.paths(over: folds + [broken])
    }
    #expect(try LogisticPath.paths(over: []).isEmpty)
  }

  @Test func refusesWhatCannotBeFitted() {
    #expect(throws: FitError.notFinite(row: 1, column: 0)) {
      try LogisticPath(inputs: Matrix(rows: [[1], [.nan]]), classes: [0, 1], penalties: [1])
    }
    #expect(throws: FitError.noRows) {
      try LogisticPath(inputs: Matrix(rowCount: 0, columnCount: 1), classes: [], penalties: [1])
    }
  }
}
