import LinearAlgebra
import Randomness
import Schema
import Testing

@testable import Learning

/// Problems large enough for Gram matrices in single precision: the answers are those of double.
@Suite struct SinglePrecisionTests {
  /// Columns of which each depends on the one before, on different scales and away from 0.
  private func inputs(_ n: Int, _ d: Int, seed: UInt64) -> Matrix {
    var generator = CounterBasedGenerator(seed: seed, purpose: .synthetic)
    var storage = [Double](repeating: 0, count: n * d)
    for i in 0..<n {
      var last = generator.normal()
      for j in 0..<d {
        last = 0.7 * last + 0.7 * generator.normal()
        storage[i * d + j] = (last + 3) * (j % 2 == 0 ? 1 : 50)
      }
    }
    return Matrix(rowCount: n, columnCount: d, storage: storage)
  }

  private func response(_ x: Matrix, seed: UInt64) -> [Double] {
    var generator = CounterBasedGenerator(seed: seed, purpose: .synthetic)
    let weights = (0..<x.columnCount).map { j in generator.normal() / (j % 2 == 0 ? 1 : 50) }
    return x.times(weights).map { $0 + 4 + generator.normal() }
  }

  private func labelled(_ x: Matrix, _ y: [Double], weights: [Double]? = nil)
    -> LabelledRows<Double>
  {
    let set = TrainingSet(
      inputs: .double(x), targets: .values(y), weights: weights, rowIDs: Array(y.indices))
    return LabelledRows(set, classFactors: nil)
  }

  @Test(arguments: [true, false])
  func leastSquaresAreRefinedToDouble(isWeighted: Bool) throws {
    let x = inputs(6_300, 180, seed: 1)
    let y = response(x, seed: 2)
    let weights = isWeighted ? y.indices.map { 0.5 + Double($0 % 4) } : nil
    for (l2, fitsIntercept) in [(0.0, true), (0.01, false)] {
      let problem = LeastSquaresProblem(
        labelled(x, y, weights: weights), l2: l2, fitsIntercept: fitsIntercept, acceptsSingle: true)
      #expect(problem.precision == .single)
      let found = try LeastSquaresSolver(problem: problem).solution(by: .auto)
      let exact = try LeastSquaresSolver(problem: problem.inDouble).solution(by: .auto)
      #expect(found.report.solver == .cholesky)
      let parameters = problem.parameters(kept: found.weights)
      let expected = problem.inDouble.parameters(kept: exact.weights)
      let size = expected.reduce(0) { max($0, abs($1)) }
      for (a, b) in zip(parameters, expected) { #expect(abs(a - b) < 1e-10 * size) }
      #expect(abs(found.report.objective / exact.report.objective - 1) < 1e-12)
    }
  }

  @Test func whatSinglePrecisionCannotHoldIsSolvedInDouble() throws {
    var x = inputs(6_300, 180, seed: 3)
    let y = response(x, seed: 4)
    // A column whose squares leave the range of single precision.
    for i in 0..<x.rowCount { x.storage[i * 180] *= 1e-25 }
    let tiny = LeastSquaresProblem(labelled(x, y), l2: 0, fitsIntercept: true, acceptsSingle: true)
    #expect(tiny.precision == .double)
    // Two columns that differ by a millionth: their difference drowns in single precision.
    for i in 0..<x.rowCount {
      x.storage[i * 180] = x.storage[i * 180 + 2] + 1e-6 * x.storage[i * 180 + 4]
    }
    let close = LeastSquaresProblem(labelled(x, y), l2: 0, fitsIntercept: true, acceptsSingle: true)
    #expect(close.precision == .single)
    let found = try LeastSquaresSolver(problem: close).solution(by: .auto)
    let exact = try LeastSquaresSolver(problem: close.inDouble).solution(by: .auto)
    #expect(found.report.reason == exact.report.reason)
    // The means come from other sums; the condition, 1e6, takes as many of their last digits.
    let size = exact.weights.reduce(0) { max($0, abs($1)) }
    for (a, b) in zip(found.weights, exact.weights) { #expect(abs(a - b) < 1e-6 * size) }
  }

  @Test func pathsOnSingleGramMatricesReachTheOptimum() throws {
    let x = inputs(6_300, 180, seed: 5)
    let y = response(x, seed: 6)
    let largest = ElasticNetPath.largestPenalty(inputs: x, targets: y)
    let penalties = ElasticNetPath.penalties(from: largest, count: 6, share: 1e-3)
    let rough = ElasticNetPath(inputs: x, targets: y, penalties: penalties, tolerance: 1e-7)
    let exact = ElasticNetPath(inputs: x, targets: y, penalties: penalties, tolerance: 1e-12)
    for (fit, best) in zip(rough.fits, exact.fits) {
      let fits = x.times(fit.weights)
      var objective = fit.l1 * fit.weights.reduce(0) { $0 + abs($1) }
      for (value, fitted) in zip(y, fits) {
        let residual = value - fitted - fit.intercept
        objective += 0.5 * residual * residual / Double(y.count)
      }
      #expect(objective / best.objective - 1 < 1e-7)
      #expect(abs(fit.objective / objective - 1) < 5e-8)
    }
  }

  @Test func newtonOnEstimatesEndsAtTheOptimum() throws {
    let x = inputs(25_000, 70, seed: 7)
    let scores = response(x, seed: 8)
    let classes = scores.map { $0 > 0 ? 1 : 0 }
    let set = TrainingSet(
      inputs: .double(x), targets: .classes(classes, classCount: 2),
      rowIDs: Array(classes.indices))
    // Nearly separable, so that few rows determine the Hessian; C = 1.
    let outcome = try recipe("logistic", ("c", 1.0), ("tolerance", 1e-9), ("solver", "newton"))
      .fitted(to: set, dev: nil, plan: smallPlan(), context: TrainingContext())
    let path = LabelledRows<Double>(set, classFactors: nil)
    let exact = ClassifierOptimum.value(path, l2: 1 / Double(classes.count))
    let objective = try #require(outcome.solve).objective
    #expect(abs(objective / exact - 1) < 1e-10)
  }
}

/// The least objective by Newton's method with all rows in double.
private enum ClassifierOptimum {
  static func value(_ rows: LabelledRows<Double>, l2: Double) -> Double {
    let d = rows.inputs.columnCount
    let function = LogisticSweep(
      rows, means: (0..<d).map { $0 % 2 == 0 ? 3 : 150 }, hasIntercept: true, l2: l2, smoothing: 0,
      threadLimit: 1)
    _ = function.refineHessian(toExact: true)
    let origin = [Double](repeating: 0, count: d + 1)
    guard let (step, start) = try? NewtonMethod.begin(at: origin, of: function),
      let minimum = try? Minimizer(tolerance: 1e-12, iterationLimit: 100).minimum(
        from: start, by: step)
    else { return .nan }
    return minimum.objective
  }
}
