import Foundation
import LinearAlgebra
import Schema
import TestSupport
import Testing

@testable import Learning

private func fit(
  _ recipe: any ModelRecipe, to set: TrainingSet, plan: TrainingPlan = smallPlan(),
  context: TrainingContext = TrainingContext()
) throws -> TrainingOutcome {
  try recipe.fitted(to: set, dev: nil, plan: plan, context: context)
}

@Test(arguments: ["lbfgs", "newton", "newton_cg", "coordinate_descent"])
func interceptAloneGivesTheShares(solver: String) throws {
  // A column that says nothing: σ(intercept) = ¾.
  let set = TrainingSet([[1], [1], [1], [1]], .classes([1, 1, 0, 1], classCount: 2))
  let outcome = try fit(recipe("logistic", ("solver", .string(solver))), to: set)
  let parameters = flatParameters(outcome.model)
  #expect(abs(parameters[0]) < 1e-12)
  #expect(abs(parameters[1] - log(3)) < 1e-7)
}

@Test(arguments: ["lbfgs", "newton", "newton_cg", "coordinate_descent"])
func separableClassesWithoutPenaltyEndDefined(solver: String) throws {
  let set = TrainingSet([[-2], [-1], [1], [2]], .classes([0, 0, 1, 1], classCount: 2))
  for kind in ["logistic", "softmax"] {
    let outcome = try fit(recipe(kind, ("l2", 0), ("solver", .string(solver))), to: set)
    let parameters = flatParameters(outcome.model)
    #expect(parameters.allSatisfy { $0.isFinite })
    #expect(try #require(outcome.solve).objective < 1e-6)
    switch outcome.ending {
    case .converged, .iterationLimit: break
    default: Issue.record("ended as \(outcome.ending)")
    }
  }
}

@Test(arguments: [
  ("logistic", "lbfgs"), ("logistic", "newton"), ("logistic", "newton_cg"), ("softmax", "lbfgs"),
  ("softmax", "newton"), ("softmax", "newton_cg"),
])
func optimaHaveNoGradient(kind: String, solver: String) throws {
  for seed in UInt64(1)...5 {
    let task = kind == "logistic" ? PredictionTask.binary : .multiclass
    let set = syntheticSet(task, rowCount: 60, seed: seed)
    for reduction in [Reduction.mean, .sum] {
      var plan = smallPlan()
      plan.reduction = reduction
      plan.labelSmoothing = 0.1
      plan.l2 = 0.02
      plan.classWeights = .balanced
      let recipe = recipe(kind, ("c", 2), ("solver", .string(solver)))
      let outcome = try fit(recipe, to: set, plan: plan)
      let problem = try #require(recipe.gradientProblem(on: set, plan: plan))
      let gradient = problem.lossAndGradient(at: flatParameters(outcome.model)).gradient
      let start = problem.lossAndGradient(at: problem.initialParameters).gradient
      let scale = start.reduce(0) { max($0, abs($1)) }
      #expect(gradient.allSatisfy { abs($0) < 1e-7 * scale }, "seed \(seed) \(reduction)")
    }
  }
}

@Test func badlyScaledColumnsAreNoTrouble() throws {
  let plain = syntheticSet(.binary, rowCount: 80)
  let matrix = plain.inputs.matrix(as: Double.self)
  // Units of 1e6 and 1e-3, and years around 2000.
  let rows = (0..<80).map { [matrix[$0, 0] * 1e6, matrix[$0, 1] * 1e-3, matrix[$0, 2] + 2000] }
  let scaled = TrainingSet(rows, plain.targets)
  for solver in ["lbfgs", "newton"] {
    let recipe = recipe("logistic", ("l2", 0), ("solver", .string(solver)))
    let expected = try fit(recipe, to: plain)
    let outcome = try fit(recipe, to: scaled)
    let difference = zip(
      outcome.model.outputs(for: scaled.inputs).storage.array,
      expected.model.outputs(for: plain.inputs).storage.array
    ).reduce(0) { max($0, abs($1.0 - $1.1)) }
    #expect(difference < 1e-6, "\(solver): \(difference)")
    #expect(try #require(outcome.solve).iterations < 60)
  }
}

@Test func collinearColumnsWithoutPenaltyEndDefined() throws {
  let plain = syntheticSet(.multiclass, rowCount: 80)
  let matrix = plain.inputs.matrix(as: Double.self)
  let doubled = TrainingSet((0..<80).map { matrix.row($0) + matrix.row($0) }, plain.targets)
  for solver in ["lbfgs", "newton"] {
    let recipe = recipe("softmax", ("l2", 0), ("solver", .string(solver)))
    let expected = try #require(try fit(recipe, to: plain).solve).objective
    let found = try #require(try fit(recipe, to: doubled).solve).objective
    #expect(abs(found - expected) < 1e-10, "\(solver)")
  }
}

@Test func weightZeroIsARowLeftOutAndTwoAClassifiedRowTwice() throws {
  let set = syntheticSet(.multiclass, rowCount: 30)
  let weights = (0..<30).map { $0 == 3 ? 0.0 : $0 == 4 ? 2 : 1 }
  let weighted = TrainingSet(
    inputs: set.inputs, targets: set.targets, weights: weights, rowIDs: set.rowIDs)
  let repeated = set.rows(at: Array(0..<3) + [4] + Array(4..<30))
  let recipe = recipe("softmax")
  let one = try fit(recipe, to: weighted)
  let two = try fit(recipe, to: repeated)
  #expect(relativeDifference(flatParameters(one.model), flatParameters(two.model)) < 1e-7)
}

@Test func aClassWithoutRowsHasNoAnswer() {
  for kind in ["logistic", "softmax"] {
    #expect(throws: FitError.emptyClass(0)) {
      try fit(recipe(kind), to: TrainingSet([[1], [2]], .classes([1, 1], classCount: 2)))
    }
  }
}

@Test func autoTakesNewtonForFewParametersAndSaysSo() throws {
  let few = try fit(recipe("logistic"), to: syntheticSet(.binary))
  #expect(few.solve?.solver == .newton)
  #expect(few.solve?.reason == "auto: at most 200 parameters")
  let many = try fit(
    recipe("softmax"), to: syntheticSet(.multiclass, rowCount: 90, columnCount: 70))
  #expect(many.solve?.solver == .lbfgs)
  #expect(many.solve?.reason == "auto: more than 200 parameters")
}

@Test func bothCrossEntropiesAreOneFunctionOfTwoClasses() throws {
  let set = syntheticSet(.binary)
  let one = try fit(recipe("logistic"), to: set, plan: smallPlan(loss: .crossEntropy))
  let two = try fit(recipe("logistic"), to: set, plan: smallPlan(loss: .binaryCrossEntropy))
  #expect(flatParameters(one.model) == flatParameters(two.model))
}

@Test func iterationsAreRecordedAndCanBeCancelled() throws {
  let set = syntheticSet(.multiclass)
  let full = try fit(
    recipe("softmax", ("solver", "lbfgs")), to: set,
    context: TrainingContext(recordsStepLosses: true))
  #expect(full.stepLosses.count == full.epochs.count + 1)
  #expect(abs(full.stepLosses[0] - log(3)) < 1e-12)
  #expect(full.constantRowIDs == set.rowIDs)
  #expect(full.epochs.map(\.epoch) == Array(1...full.epochs.count))
  let cancelled = try fit(
    recipe("softmax", ("solver", "lbfgs")), to: set,
    context: TrainingContext(isCancelled: { true }))
  #expect(cancelled.ending == .cancelled(step: 1))
  let limited = try fit(
    recipe("softmax", ("solver", "lbfgs"), ("max_iterations", 2)), to: set)
  #expect(limited.ending == .iterationLimit(iterations: 2))
}

@Test func hingeMakesALinearMachine() throws {
  let set = syntheticSet(.binary)
  let outcome = try fit(
    recipe("logistic", ("l2", 0.01)), to: set,
    plan: smallPlan(loss: .hinge, budget: .epochs(300)))
  #expect(outcome.solve?.solver == .sgd)
  // All weights zero give a hinge of 1.
  #expect(try #require(outcome.epochs.last).trainLoss < 0.5)
}
