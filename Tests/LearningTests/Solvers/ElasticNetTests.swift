import LinearAlgebra
import Schema
import TestSupport
import Testing

@testable import Learning

/// Optima of scikit-learn; the data are those of "optima".
private struct SparseDocument: Decodable {
  let regression: [Regression]

  struct Regression: Decodable {
    let data: String
    let l1: Double
    let l2: Double
    let rowWeights: [Double]?
    let objective: Double
    let weights: [Double]
    let intercept: Double
  }
}

private struct Inputs: Decodable {
  let data: [String: Data]

  struct Data: Decodable {
    let inputs: [[Double]]
    let targets: [Double]
  }
}

private func fit(_ recipe: any ModelRecipe, _ set: TrainingSet) throws -> TrainingOutcome {
  try recipe.fitted(to: set, dev: nil, plan: smallPlan(), context: TrainingContext())
}

@Test func lassoByHand() throws {
  // Centred x = ∓1, y = ∓2: ½·(2 − w)² + l1·|w| is least at w = 2 − l1, and at 0 from l1 = 2 on.
  let set = TrainingSet([[1], [3]], .values([3, 7]))
  for (l1, weight) in [(0.5, 1.5), (2.0, 0.0), (3.0, 0.0)] {
    let outcome = try fit(recipe("lasso", ("l1", .number(l1))), set)
    let parameters = flatParameters(outcome.model)
    #expect(abs(parameters[0] - weight) < 1e-12)
    #expect(abs(parameters[1] - (5 - 2 * weight)) < 1e-12)
  }
  // ½·(2 − w)² + ½·|w| + ½·3·w²: w = 1.5 / 4.
  let both = try fit(recipe("elastic_net", ("l1", 0.5), ("l2", 3)), set)
  #expect(abs(flatParameters(both.model)[0] - 0.375) < 1e-12)
}

@Test func sparseRegressionsReachTheReferenceOptimum() throws {
  let document = try fixture("sparse", as: SparseDocument.self)
  let inputs = try fixture("optima", as: Inputs.self)
  #expect(document.regression.count == 7)
  for reference in document.regression {
    let data = try #require(inputs.data[reference.data])
    let set = TrainingSet(data.inputs, .values(data.targets), weights: reference.rowWeights)
    let recipe = recipe(
      "elastic_net", ("l1", .number(reference.l1)), ("l2", .number(reference.l2)))
    let outcome = try fit(recipe, set)
    let report = try #require(outcome.solve)
    let name = "\(reference.data) l1 \(reference.l1) l2 \(reference.l2)"
    #expect(abs(report.objective / reference.objective - 1) < 1e-8, "\(name)")
    guard case .converged = outcome.ending else {
      Issue.record("\(name) ended as \(outcome.ending)")
      continue
    }
    // Twin columns may share their weight in any way without l2.
    if reference.data == "collinear", reference.l2 == 0 { continue }
    let expected = reference.weights + [reference.intercept]
    #expect(relativeDifference(flatParameters(outcome.model), expected) < 1e-3, "\(name)")
  }
}

/// Both states, on both shapes: each component of the gradient is within l1 where the weight is 0, and at it elsewhere.
@Test(arguments: [(60, 8), (20, 40), (200, 30)])
func coordinateDescentMeetsTheOptimalityConditions(n: Int, p: Int) throws {
  for seed in UInt64(1)...5 {
    let set = syntheticSet(.regression, rowCount: n, columnCount: p, seed: seed)
    let problem = LeastSquaresProblem(
      LabelledRows(set, classFactors: nil), l2: 0, fitsIntercept: true)
    for l2 in [0.0, 0.05] {
      let descent = CoordinateDescent(tolerance: 1e-12, sweepLimit: 100_000)
      var onGram = problem.gramState()
      var onResiduals = problem.residualState()
      let first = descent.minimise(&onGram, l1: 0.02, l2: l2, previousL1: nil)
      let second = descent.minimise(&onResiduals, l1: 0.02, l2: l2, previousL1: nil)
      #expect(first.isConverged && second.isConverged, "seed \(seed)")
      #expect(abs(first.objective / second.objective - 1) < 1e-10, "seed \(seed)")
      for (j, component) in onGram.negativeGradient(isFresh: true).enumerated() {
        let weight = onGram.weights[j]
        let rest = component - l2 * weight
        if weight == 0 {
          #expect(abs(rest) <= 0.02 + 1e-6, "seed \(seed)")
        } else {
          #expect(abs(rest - (weight > 0 ? 0.02 : -0.02)) < 1e-6, "seed \(seed)")
        }
      }
    }
  }
}

@Test func pathsEqualFitsFromZero() throws {
  for (n, p) in [(80, 12), (30, 150)] {
    let set = syntheticSet(.regression, rowCount: n, columnCount: p, seed: 7)
    guard case .values(let targets) = set.targets else { return }
    let inputs = set.inputs.matrix(as: Double.self)
    let largest = ElasticNetPath.largestPenalty(inputs: inputs, targets: targets)
    let penalties = ElasticNetPath.penalties(from: largest, count: 20, share: 1e-2)
    #expect(abs(penalties[19] / largest - 1e-2) < 1e-12)
    let path = ElasticNetPath(inputs: inputs, targets: targets, penalties: penalties)
    // At the largest no weight is left; a hair below the first one is.
    #expect(path.fits[0].activeCount == 0)
    #expect(path.fits[1].activeCount > 0)
    for fit in path.fits {
      #expect(fit.isConverged && fit.gap <= 1e-8 * fit.objective + 1e-14)
      let alone = ElasticNetPath(inputs: inputs, targets: targets, penalties: [fit.l1])
      #expect(abs(alone.fits[0].objective / fit.objective - 1) < 1e-7)
    }
    // More penalty, fewer or equal terms to pay for and more loss.
    for (stronger, weaker) in zip(path.fits, path.fits.dropFirst()) {
      #expect(stronger.objective >= weaker.objective)
    }
  }
}

@Test func sparseDegenerateRowsHaveDefinedAnswers() throws {
  for kind in ["lasso", "elastic_net"] {
    let one = try fit(recipe(kind), TrainingSet([[3, -2]], .values([5])))
    #expect(flatParameters(one.model) == [0, 0, 5])
    let constant = try fit(
      recipe(kind), TrainingSet([[1, 7], [2, 7], [4, 7]], .values([5, 5, 5])))
    #expect(flatParameters(constant.model) == [0, 0, 5])
    // Twin columns, and no penalty left: still numbers.
    let twins = TrainingSet([[1, 1], [2, 2], [4, 4]], .values([1, 2, 4]))
    for l1 in [0.0, 1e-9] {
      let outcome = try fit(recipe(kind, ("l1", .number(l1))), twins)
      #expect(flatParameters(outcome.model).allSatisfy { $0.isFinite })
    }
    #expect(throws: FitError.notFinite(row: 1, column: 0)) {
      try fit(recipe(kind), TrainingSet([[1], [.nan]], .values([1, 2])))
    }
  }
}

@Test func autoSaysOnWhatCoordinatesDescend() throws {
  let tall = try fit(recipe("lasso"), syntheticSet(.regression))
  #expect(tall.solve?.solver == .coordinateDescent)
  #expect(tall.solve?.reason == "auto: on the Gram matrix, there are few columns for the rows")
  let wide = try fit(
    recipe("lasso"), syntheticSet(.regression, rowCount: 20, columnCount: 200))
  #expect(wide.solve?.reason == "auto: on residuals, there are many columns for the rows")
  let least = try fit(recipe("lasso", ("l1", 0)), syntheticSet(.regression))
  #expect(least.solve?.solver == .cholesky)
  #expect(
    throws: FitError.solverDoesNotFit(
      solver: .coordinateDescent, reason: "the loss \"huber\" has no solver")
  ) {
    try recipe("lasso", ("solver", "coordinate_descent")).fitted(
      to: syntheticSet(.regression), dev: nil, plan: smallPlan(loss: .huber),
      context: TrainingContext())
  }
}
