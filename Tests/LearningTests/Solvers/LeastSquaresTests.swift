import LinearAlgebra
import Randomness
import Schema
import TestSupport
import Testing

@testable import Learning

private func fit(
  _ recipe: any ModelRecipe, _ rows: [[Double]], _ values: [Double], weights: [Double]? = nil
) throws -> (parameters: [Double], report: SolveReport) {
  let outcome = try recipe.fitted(
    to: TrainingSet(rows, .values(values), weights: weights), dev: nil, plan: smallPlan(),
    context: TrainingContext())
  return (flatParameters(outcome.model), try #require(outcome.solve))
}

@Test(arguments: ["auto", "cholesky", "qr", "svd"])
func fitsALineThroughTwoPoints(solver: String) throws {
  // (1, 3), (3, 7): weight 2, intercept 1.
  let (parameters, report) = try fit(
    recipe("linear", ("solver", .string(solver))), [[1], [3]], [3, 7])
  #expect(abs(parameters[0] - 2) < 1e-14)
  #expect(abs(parameters[1] - 1) < 1e-14)
  #expect(report.objective < 1e-28)
}

@Test func ridgeByHand() throws {
  // Centred x = ∓1, y = ∓2, mean loss ½(2 − w)², penalty ½·l2·w²: w = 2 / (1 + l2).
  let (parameters, report) = try fit(recipe("ridge", ("l2", 3)), [[1], [3]], [3, 7])
  #expect(abs(parameters[0] - 0.5) < 1e-15)
  #expect(abs(parameters[1] - 4) < 1e-15)
  // ½·1.5² + ½·3·0.5²
  #expect(abs(report.objective - 1.5) < 1e-15)
  // c = 1 / (l2·n)
  let (byC, _) = try fit(recipe("ridge", ("c", .number(1.0 / 6))), [[1], [3]], [3, 7])
  #expect(abs(byC[0] - 0.5) < 1e-15)
}

@Test func withoutInterceptTheLineMeetsTheOrigin() throws {
  // Σxy / Σx² = 24 / 10
  let (parameters, _) = try fit(
    recipe("linear", ("fit_intercept", false)), [[1], [3]], [3, 7])
  #expect(parameters.count == 1)
  #expect(abs(parameters[0] - 2.4) < 1e-14)
}

@Test func weightZeroIsARowLeftOutAndTwoARowTwice() throws {
  let rows = [[1.0, 0.5], [2, -1], [4, 0.3], [5, 2], [0, 1]]
  let values = [1.0, 4, 2, 8, 5]
  for kind in ["linear", "ridge"] {
    let weighted = try fit(recipe(kind), rows, values, weights: [1, 2, 1, 1, 0])
    let repeated = try fit(
      recipe(kind), [rows[0], rows[1], rows[1], rows[2], rows[3]], [1, 4, 4, 2, 8])
    #expect(relativeDifference(weighted.parameters, repeated.parameters) < 1e-13)
    #expect(abs(weighted.report.objective - repeated.report.objective) < 1e-13)
  }
}

@Test func degenerateRowsHaveDefinedAnswers() throws {
  for kind in ["linear", "ridge"] {
    // One row: its value, whatever the inputs.
    let one = try fit(recipe(kind), [[3, -2]], [5])
    #expect(one.parameters == [0, 0, 5])
    // A constant target, and constant columns, weigh nothing.
    let constant = try fit(recipe(kind), [[1, 7], [2, 7], [4, 7]], [5, 5, 5])
    #expect(constant.parameters == [0, 0, 5])
    let column = try fit(recipe(kind), [[0.1, 1], [0.1, 2], [0.1, 3]], [1, 2, 3])
    #expect(column.parameters[0] == 0)
    #expect(column.report.solver == .cholesky)
  }
}

@Test func fewerRowsThanColumnsTakesTheLeastNorm() throws {
  // Centred: x = ∓(1, 1), y = ∓1; of w₁ + w₂ = 1 the shortest is (½, ½).
  let (parameters, report) = try fit(recipe("linear"), [[1, 1], [3, 3]], [1, 3])
  #expect(abs(parameters[0] - 0.5) < 1e-14)
  #expect(abs(parameters[1] - 0.5) < 1e-14)
  #expect(report.solver == .svd)
  #expect(report.reason == "auto: fewer rows than columns")
}

@Test func dependentColumnsAreAnErrorForSolversThatCannotChoose() throws {
  let rows = [[1.0, 2], [2, 4], [3, 6], [4, 8.0]]
  for solver in [LinearSolver.cholesky, .qr] {
    #expect(throws: FitError.singular(solver: solver)) {
      try fit(recipe("linear", ("solver", .string(solver.rawValue))), rows, [1, 2, 2, 4])
    }
  }
  let (_, report) = try fit(recipe("linear"), rows, [1, 2, 2, 4])
  #expect(report.solver == .svd)
  #expect(report.reason == "auto: columns depend on each other, so the answer of least norm")
}

@Test func illConditionedColumnsFallBackToQR() throws {
  // Two columns that differ by 1e-7: the Gram matrix cannot separate them, QR can.
  var generator = CounterBasedGenerator(seed: 2, purpose: .synthetic)
  let base = generator.normals(50)
  let other = generator.normals(50)
  let rows = zip(base, other).map { [$0, $0 + 1e-7 * $1] }
  let values = zip(base, other).map { 3 * $0 + 1e-7 * 2 * $1 }
  let (parameters, report) = try fit(recipe("linear"), rows, values)
  #expect(report.solver == .qr)
  #expect(report.reason == "auto: ill-conditioned, of full rank")
  // w = (1, 2); the condition of some 1e7 costs 7 of 16 digits.
  #expect(abs(parameters[0] - 1) < 1e-6)
  #expect(abs(parameters[1] - 2) < 1e-6)
}

@Test func refinementBringsBackDigitsOfTheNormalEquations() throws {
  // Columns that differ by 1e-4: a Gram condition of some 1e8, so 8 digits without refinement.
  var generator = CounterBasedGenerator(seed: 2, purpose: .synthetic)
  let base = generator.normals(200)
  let other = generator.normals(200)
  let rows = zip(base, other).map { [$0, $0 + 1e-4 * $1] }
  let values = zip(base, other).map { 3 * $0 + 2e-4 * $1 }
  let (parameters, report) = try fit(recipe("linear", ("solver", "cholesky")), rows, values)
  #expect(report.conditionNumber.map { $0 > 1e4 && $0 < 1e5 } == true)
  #expect(abs(parameters[0] - 1) < 1e-10)
  #expect(abs(parameters[1] - 2) < 1e-10)
}

@Test func unitsOfColumnsDoNotMatter() throws {
  var generator = CounterBasedGenerator(seed: 4, purpose: .synthetic)
  let inputs = generator.matrix(60, 3)
  let values = generator.normals(60)
  let plain = try fit(recipe("linear"), (0..<60).map { inputs.row($0) }, values)
  let scales = [1e9, 1, 1e-9]
  let scaled = try fit(
    recipe("linear"), (0..<60).map { i in zip(inputs.row(i), scales).map { $0 * $1 } }, values)
  #expect(scaled.report.solver == .cholesky)
  for j in 0..<3 {
    #expect(abs(scaled.parameters[j] * scales[j] / plain.parameters[j] - 1) < 1e-9)
  }
}

@Test func columnsFarFromZeroKeepTheirDigits() throws {
  // Years around 2000 with weight ½.
  let (parameters, _) = try fit(
    recipe("linear"), (0..<10).map { [1995 + Double($0)] }, (0..<10).map { 0.5 * Double($0) })
  #expect(abs(parameters[0] - 0.5) < 1e-13)
}

@Test(arguments: ["cholesky", "qr", "svd"])
func solutionsHaveNoGradient(solver: String) throws {
  for seed in UInt64(1)...5 {
    let set = syntheticSet(.regression, rowCount: 30, columnCount: 4, seed: seed)
    var plan = smallPlan()
    for reduction in [Reduction.mean, .sum] {
      plan.reduction = reduction
      let recipe = recipe("ridge", ("l2", 0.3), ("solver", .string(solver)))
      let outcome = try recipe.fitted(to: set, dev: nil, plan: plan, context: TrainingContext())
      let problem = try #require(recipe.gradientProblem(on: set, plan: plan))
      let (loss, gradient) = problem.lossAndGradient(at: flatParameters(outcome.model))
      #expect(gradient.allSatisfy { abs($0) < 1e-12 }, "seed \(seed)")
      let objective = try #require(outcome.solve).objective
      let unit = reduction == .sum ? 30.0 : 1
      #expect(abs(objective * unit - loss) < 1e-12, "seed \(seed)")
    }
  }
}

@Test func gradientStepsReachTheClosedForm() throws {
  let set = syntheticSet(.regression)
  var plan = smallPlan(optimizer: "nesterov", learningRate: 0.1, budget: .epochs(600))
  plan.isShuffled = false
  let solved = try recipe("ridge").fitted(
    to: set, dev: nil, plan: plan, context: TrainingContext())
  let descended = try recipe("ridge", ("solver", "sgd")).fitted(
    to: set, dev: nil, plan: plan, context: TrainingContext())
  #expect(
    relativeDifference(flatParameters(solved.model), flatParameters(descended.model)) < 1e-9)
  let objectives = [solved, descended].compactMap { $0.solve?.objective }
  #expect(abs(objectives[0] - objectives[1]) < 1e-12)
  #expect(descended.solve?.solver == .sgd)
  #expect(descended.solve?.reason == "asked for")
}

@Test func lossesWithoutASolverAreDescended() throws {
  let set = syntheticSet(.regression)
  let outcome = try recipe("linear").fitted(
    to: set, dev: nil, plan: smallPlan(loss: .huber), context: TrainingContext())
  #expect(outcome.solve?.solver == .sgd)
  #expect(outcome.solve?.reason == "auto: the loss \"huber\" has no solver")
  #expect(
    throws: FitError.solverDoesNotFit(solver: .qr, reason: "the loss \"mae\" has no solver")
  ) {
    try recipe("linear", ("solver", "qr")).fitted(
      to: set, dev: nil, plan: smallPlan(loss: .meanAbsoluteError), context: TrainingContext())
  }
}
