import Foundation
import LinearAlgebra
import Schema
import TestSupport
import Testing

@testable import Learning

/// Optima of scikit-learn; the data are those of "optima".
private struct SparseDocument: Decodable {
  let classification: [Classification]

  struct Classification: Decodable {
    let data: String
    let classes: Int
    let l1: Double
    let l2: Double
    let objective: Double
    let weights: [[Double]]
  }
}

private struct Inputs: Decodable {
  let data: [String: Data]

  struct Data: Decodable {
    let inputs: [[Double]]
    let targets: [Double]
  }
}

private func fit(
  _ recipe: any ModelRecipe, _ set: TrainingSet, plan: TrainingPlan = smallPlan()
) throws -> TrainingOutcome {
  try recipe.fitted(to: set, dev: nil, plan: plan, context: TrainingContext())
}

/// The weights of a linear model, one array for each unit.
private func weights(_ outcome: TrainingOutcome) throws -> [Double] {
  let tensor = try #require(outcome.model.tensors.first { $0.name == "weight" })
  guard case .double(let values) = tensor.values else { return [] }
  return values
}

@Test func l1LogisticByHand() throws {
  // x = ∓1 as t = 0, 1 without an intercept: log(1 + e^(−w)) + l1·|w| is least where
  // 1 / (1 + e^w) = l1, so at w = log(1 / l1 − 1); at 0 from l1 = ½ on.
  let set = TrainingSet([[-1], [1]], .classes([0, 1], classCount: 2))
  for solver in ["coordinate_descent", "proximal_gradient"] {
    for l1 in [0.1, 0.4, 0.5, 0.7] {
      let recipe = recipe(
        "logistic", ("l1", .number(l1)), ("fit_intercept", false), ("solver", .string(solver)))
      let weight = try weights(try fit(recipe, set))[0]
      #expect(abs(weight - max(0, log(1 / l1 - 1))) < 1e-7, "\(solver) \(l1)")
      if l1 >= 0.5 { #expect(weight == 0) }
    }
  }
}

@Test(arguments: ["auto", "coordinate_descent", "proximal_gradient"])
func sparseClassifiersReachTheReferenceOptimum(solver: String) throws {
  let document = try fixture("sparse", as: SparseDocument.self)
  let inputs = try fixture("optima", as: Inputs.self)
  #expect(document.classification.count == 5)
  for reference in document.classification {
    let data = try #require(inputs.data[reference.data])
    let set = TrainingSet(
      data.inputs, .classes(data.targets.map { Int($0) }, classCount: reference.classes))
    let recipe = recipe(
      reference.classes == 2 ? "logistic" : "softmax", ("l1", .number(reference.l1)),
      ("l2", .number(reference.l2)), ("solver", .string(solver)), ("max_iterations", 50_000))
    let outcome = try fit(recipe, set)
    let report = try #require(outcome.solve)
    let name = "\(reference.data) l1 \(reference.l1) l2 \(reference.l2) \(report.solver)"
    #expect(abs(report.objective / reference.objective - 1) < 1e-8, "\(name)")
    if solver == "auto" { #expect(report.solver == .coordinateDescent) }
    guard case .converged = outcome.ending else {
      Issue.record("\(name) ended as \(outcome.ending)")
      continue
    }
    let found = try weights(outcome)
    #expect(relativeDifference(found, reference.weights.flatMap { $0 }) < 1e-4, "\(name)")
    // The same weights are left at exactly 0, up to those scikit-learn left near it.
    for (own, expected) in zip(found, reference.weights.flatMap { $0 }) where own == 0 {
      #expect(abs(expected) < 1e-6, "\(name)")
    }
  }
}

/// The optimality conditions, from the derivative of the recipe's own objective without l1.
private func expectOptimal(
  _ outcome: TrainingOutcome, _ smooth: any GradientProblem, l1: Double, weightCount: Int,
  _ name: String
) {
  let parameters = flatParameters(outcome.model)
  let gradient = smooth.lossAndGradient(at: parameters).gradient
  for (j, parameter) in parameters.enumerated() {
    let rest = OptimalityConditions.violation(
      gradient: gradient[j], weight: parameter, l1: j < weightCount ? l1 : 0)
    #expect(rest < 1e-6, "\(name) parameter \(j)")
  }
}

@Test(arguments: ["coordinate_descent", "proximal_gradient"])
func l1OptimaMeetTheirConditions(solver: String) throws {
  for (kind, task) in [("logistic", PredictionTask.binary), ("softmax", .multiclass)] {
    for seed in UInt64(1)...3 {
      let set = syntheticSet(task, rowCount: 60, columnCount: 5, seed: seed)
      for reduction in [Reduction.mean, .sum] {
        var plan = smallPlan()
        plan.reduction = reduction
        plan.labelSmoothing = 0.1
        plan.l1 = reduction == .sum ? 1 : 0.02
        plan.classWeights = .balanced
        let recipe = recipe(
          kind, ("l2", 0.01), ("l1", 0.01), ("solver", .string(solver)),
          ("max_iterations", 20_000))
        let outcome = try fit(recipe, set, plan: plan)
        let l1 = plan.l1 + 0.01
        plan.l1 = -0.01
        let smooth = try #require(recipe.gradientProblem(on: set, plan: plan))
        let count = try weights(outcome).count
        expectOptimal(outcome, smooth, l1: l1, weightCount: count, "\(kind) \(seed) \(reduction)")
      }
    }
  }
}

/// More columns than rows, beyond what is solved at once.
@Test(arguments: [("logistic", PredictionTask.binary), ("softmax", .multiclass)])
func workingSetsFindTheOptimumOfAllColumns(kind: String, task: PredictionTask) throws {
  let set = syntheticSet(task, rowCount: 50, columnCount: 600, seed: 2)
  let settings: [(String, Literal)] = [("l1", 0.05), ("max_iterations", 20_000)]
  let recipes = ["coordinate_descent", "proximal_gradient"].map { solver in
    modelCatalog.entry(kind).recipe(settings + [("solver", .string(solver))])
  }
  let outcomes = try recipes.map { try fit($0, set) }
  let objectives = try outcomes.map { try #require($0.solve).objective }
  #expect(abs(objectives[0] / objectives[1] - 1) < 1e-8)
  var plan = smallPlan()
  plan.l1 = -0.05
  let smooth = try #require(recipes[0].gradientProblem(on: set, plan: plan))
  let found = try weights(outcomes[0])
  expectOptimal(outcomes[0], smooth, l1: 0.05, weightCount: found.count, kind)
  #expect(found.count { $0 != 0 } < 50 * (task == .binary ? 1 : 3))
}

@Test func theChoiceUnderL1IsSaid() throws {
  let set = syntheticSet(.binary)
  var plan = smallPlan()
  plan.l1 = 0.1
  let few = try fit(recipe("logistic"), set, plan: plan)
  #expect(few.solve?.solver == .coordinateDescent)
  #expect(few.solve?.reason == "auto: l1 is above 0, at most 1000 columns or rows")
  for solver in [LinearSolver.newton, .lbfgs, .newtonCG] {
    #expect(
      throws: FitError.solverDoesNotFit(solver: solver, reason: "l1 is above 0")
    ) { try fit(recipe("logistic", ("solver", .string(solver.rawValue))), set, plan: plan) }
  }
  let small = try fit(recipe("softmax", ("l1", 0.1)), syntheticSet(.multiclass))
  #expect(small.solve?.solver == .coordinateDescent)
  #expect(small.solve?.reason == "auto: l1 is above 0, at most 200 parameters")
  let many = syntheticSet(.multiclass, rowCount: 90, columnCount: 70)
  let wide = try fit(recipe("softmax", ("l1", 0.1)), many)
  #expect(wide.solve?.solver == .proximalGradient)
  #expect(wide.solve?.reason == "auto: l1 is above 0, more than 200 parameters")
}

/// `l1` alone is a lasso: no l2 comes in by the default of `c`.
@Test func l1AloneHasNoOtherPenalty() throws {
  let set = syntheticSet(.binary)
  let alone = try fit(recipe("logistic", ("l1", 0.05)), set)
  let without = try fit(recipe("logistic", ("l1", 0.05), ("l2", 0)), set)
  let beside = try fit(recipe("logistic", ("l1", 0.05), ("c", 1)), set)
  #expect(flatParameters(alone.model) == flatParameters(without.model))
  #expect(flatParameters(alone.model) != flatParameters(beside.model))
}
