import LinearAlgebra
import Randomness
import Schema
import TestSupport
import Testing

@testable import Learning

/// The moments of a column far from 0 must not lose its spread, wherever the first rows lie.
@Test(arguments: [0.0, 1e6, 1e9])
func momentsAreThoseAboutTheMeans(offset: Double) {
  var generator = CounterBasedGenerator(seed: 5, purpose: .synthetic)
  let n = 3_000
  // Sorted, so that no sample of the first rows has the mean; integers, so that sums are
  // exact: the values 0 … n − 1 have a mean of (n − 1) / 2 and squares of n·(n² − 1) / 12 about it.
  let values = (0..<n).map { Double($0) }
  let inputs = Matrix(
    rowCount: n, columnCount: 2,
    storage: values.flatMap { [$0 + offset, generator.normal()] })
  let set = TrainingSet(
    inputs: .double(inputs), targets: .values(values.map { 2 * $0 - offset }),
    rowIDs: Array(0..<n))
  let rows = LabelledRows<Double>(set, classFactors: nil)
  let sweep = RowSweep(inputs, extraColumnCount: 2, threadLimit: 2)
  let moments = RowMoments(
    rows, values: values.map { 2 * $0 - offset }, isCentred: true, sweep: sweep)
  let square = Double(n) * (Double(n) * Double(n) - 1) / 12
  #expect(abs(moments.means[0] - offset - Double(n - 1) / 2) < 1e-6)
  #expect(abs(moments.gram[0, 0] / square - 1) < 1e-9)
  #expect(abs(moments.products[0] / (2 * square) - 1) < 1e-9)
  #expect(abs(moments.responseSquare / (4 * square) - 1) < 1e-9)
}

/// The Hessian against central differences of the gradient.
@Test(arguments: [true, false])
func logisticCurvatureIsTheDerivativeOfTheGradient(hasIntercept: Bool) throws {
  for seed in UInt64(1)...3 {
    let set = syntheticSet(.binary, rowCount: 130, columnCount: 5, seed: seed)
    let rows = LabelledRows<Double>(set, classFactors: [0.5, 2])
    let function = LogisticSweep(
      rows, means: [0.1, -0.2, 0, 0.3, 0.5], hasIntercept: hasIntercept, l2: 0.3, smoothing: 0.1,
      threadLimit: 1)
    let p = hasIntercept ? 6 : 5
    let point = (0..<p).map { 0.3 * Double($0) - 0.7 }
    var gradient = [Double](repeating: 0, count: p)
    var hessian = Matrix(rowCount: 0, columnCount: 0)
    let value = function.value(at: point, gradient: &gradient, hessian: &hessian)
    var other = gradient
    #expect(function.value(at: point, gradient: &other) == value)
    #expect(other == gradient)
    let step = 1e-5
    for j in 0..<p {
      var (above, below) = (point, point)
      above[j] += step
      below[j] -= step
      var (high, low) = (gradient, gradient)
      let rise =
        function.value(at: above, gradient: &high) - function.value(at: below, gradient: &low)
      // Central differences: an error of step² and of rounding over the step.
      #expect(abs(rise / (2 * step) - gradient[j]) < 1e-9, "seed \(seed), \(j)")
      for i in 0..<p {
        #expect(
          abs((high[i] - low[i]) / (2 * step) - hessian[i, j]) < 1e-8, "seed \(seed), \(i) \(j)")
      }
    }
  }
}

/// Both forms of the same objective: the network's passes and the sweep.
@Test func sweepsHaveTheNetworksObjective() throws {
  for seed in UInt64(1)...3 {
    let set = syntheticSet(.multiclass, rowCount: 150, columnCount: 6, seed: seed)
    var plan = smallPlan()
    plan.labelSmoothing = 0.1
    let recipe = recipe("softmax", ("l2", 0.2))
    let problem = try #require(recipe.gradientProblem(on: set, plan: plan))
    let parameters = problem.initialParameters.indices.map { 0.05 * Double($0 % 7) - 0.1 }
    let function = SoftmaxSweep(
      LabelledRows(set, classFactors: nil), means: [Double](repeating: 0, count: 6),
      hasIntercept: true, l2: 0.2, smoothing: 0.1, threadLimit: 2)
    var gradient = [Double](repeating: 0, count: parameters.count)
    let value = function.value(at: parameters, gradient: &gradient)
    let (loss, expected) = problem.lossAndGradient(at: parameters)
    #expect(abs(value / loss - 1) < 1e-12, "seed \(seed)")
    #expect(relativeDifference(gradient, expected) < 1e-12, "seed \(seed)")
  }
}
