import Schema
import Testing

@testable import Learning

private struct Case: Sendable, CustomTestStringConvertible {
  let kind: String
  let solver: String
  var loss = LossKind.auto
  var optimizer = "adam"
  var l1 = 0.0
  let method: TrainingMethod
  var testDescription: String { "\(kind) \(solver) \(loss) \(optimizer) l1 \(l1)" }
}

private let cases = [
  Case(kind: "ridge", solver: "auto", method: .closedForm),
  Case(kind: "ridge", solver: "auto", loss: .meanSquaredError, method: .closedForm),
  Case(kind: "ridge", solver: "sgd", method: .steps),
  Case(kind: "ridge", solver: "sgd", optimizer: "lbfgs", method: .fullBatch),
  // No solver minimizes another loss.
  Case(kind: "ridge", solver: "auto", loss: .huber, method: .steps),
  // Coordinate descent.
  Case(kind: "ridge", solver: "auto", l1: 0.1, method: .iterations),
  Case(kind: "lasso", solver: "auto", method: .iterations),
  Case(kind: "lasso", solver: "sgd", method: .steps),
  Case(kind: "logistic", solver: "newton", method: .iterations),
  Case(kind: "logistic", solver: "auto", loss: .crossEntropy, method: .iterations),
  Case(kind: "logistic", solver: "auto", loss: .hinge, method: .steps),
  Case(kind: "softmax", solver: "auto", loss: .crossEntropy, method: .iterations),
  Case(kind: "softmax", solver: "sgd", optimizer: "lbfgs", method: .fullBatch),
]

@Test(arguments: cases)
private func theMethodFollowsFromSolverLossAndPlan(_ example: Case) throws {
  let recipe = recipe(example.kind, ("solver", .string(example.solver)))
  let task =
    modelCatalog.entry(example.kind).tasks.contains(.binary) ? PredictionTask.binary : .regression
  var plan = smallPlan(
    loss: example.loss, optimizer: example.optimizer, learningRate: 0.01, budget: .epochs(2))
  plan.l1 = example.l1
  #expect(recipe.method(for: plan) == example.method)
  let outcome = try recipe.fitted(
    to: syntheticSet(task), dev: nil, plan: plan, context: TrainingContext())
  #expect(outcome.method == example.method)
}
