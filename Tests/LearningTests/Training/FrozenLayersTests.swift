import LinearAlgebra
import Schema
import Testing

@testable import Learning

/// Every optimizer, with all that could move a tensor: decay, momentum, penalties, clipping.
private func plan(_ name: String, _ precision: Precision, steps: Int) -> TrainingPlan {
  var plan = smallPlan(batchSize: 8, budget: .steps(steps))
  let isSearch = !stepRuleNames.contains(name)
  plan.optimizer = isSearch ? optimizer(name) : stepRule(name, ("weight_decay", 0.1))
  plan.l1 = isSearch ? 0 : 0.01
  plan.l2 = 0.1
  plan.clipNorm = isSearch ? nil : 0.5
  plan.precision = precision
  return plan
}

@Test(arguments: optimizerCatalog.names, [Precision.float, .double])
func frozenLayersKeepTheirBits(name: String, precision: Precision) throws {
  let set = syntheticSet(.multiclass)
  for frozen in [["hidden_1"], ["hidden_2"], ["output"], ["hidden_1", "output"]] {
    let recipe = recipe(
      "mlp", ("hidden", [6, 5]), ("layer_norm", true), ("bias_initialization", 0.1),
      ("frozen", .list(frozen.map { .string($0) })))
    func tensors(steps: Int) throws -> [NamedTensor] {
      try recipe.fitted(
        to: set, dev: nil, plan: plan(name, precision, steps: steps), context: TrainingContext()
      ).model.tensors
    }
    let (before, after) = (try tensors(steps: 0), try tensors(steps: 12))
    for (start, end) in zip(before, after) {
      let isFrozen = frozen.contains { start.name.hasPrefix($0 + ".") }
      #expect((start == end) == isFrozen, "\(start.name) with \(frozen) frozen")
    }
  }
}

@Test func clippingCountsOnlyTrainedParameters() throws {
  // One step of plain descent from the same initialization: the norm of the output's gradient alone.
  let set = syntheticSet(.multiclass)
  var plan = smallPlan(optimizer: "sgd", learningRate: 1, budget: .steps(1))
  plan.clipNorm = 1e-3
  let recipe = recipe("mlp", ("hidden", [6]), ("frozen", ["hidden_1"]))
  let outcome = try recipe.fitted(to: set, dev: nil, plan: plan, context: TrainingContext())
  plan.budget = .steps(0)
  let start = try recipe.fitted(to: set, dev: nil, plan: plan, context: TrainingContext())
  let moved = zip(flatParameters(outcome.model), flatParameters(start.model)).map { $0 - $1 }
  let length = moved.reduce(0) { $0 + $1 * $1 }.squareRoot()
  #expect(abs(length / 1e-3 - 1) < 1e-9)
  let problem = try #require(recipe.gradientProblem(on: set, plan: plan))
  let gradient = problem.lossAndGradient(at: problem.initialParameters).gradient
  let norm = gradient.reduce(0) { $0 + $1 * $1 }.squareRoot()
  let recorded = try #require(outcome.epochs.first?.gradientNorm)
  #expect(abs(recorded / norm - 1) < 1e-12)
}

@Test func unknownLayersCannotBeFrozen() {
  func fit(_ frozen: [String]) throws {
    _ = try recipe("mlp", ("frozen", .list(frozen.map { .string($0) }))).fitted(
      to: syntheticSet(.binary), dev: nil, plan: smallPlan(), context: TrainingContext())
  }
  #expect(throws: FitError.unknownLayer("hidden_2", layers: ["hidden_1", "output"])) {
    try fit(["hidden_2", "output"])
  }
  #expect(throws: FitError.nothingToTrain(layers: ["hidden_1", "output"])) {
    try fit(["hidden_1", "output"])
  }
}
