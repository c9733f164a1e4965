import LinearAlgebra
import Schema
import Testing

@testable import Learning

/// Rows from which a network can learn little or nothing.
private let degenerateSets: [(name: String, set: @Sendable (PredictionTask) -> TrainingSet)] = [
  (
    "rank-deficient",
    { task in
      let set = syntheticSet(task)
      let matrix = set.inputs.matrix(as: Double.self)
      return TrainingSet(
        (0..<40).map { [matrix[$0, 0], 2 * matrix[$0, 0], matrix[$0, 0], 1] }, set.targets)
    }
  ),
  ("one row", { syntheticSet($0, rowCount: 1) }),
  ("one column", { syntheticSet($0, columnCount: 1) }),
  ("fewer rows than columns", { syntheticSet($0, rowCount: 4, columnCount: 30) }),
  (
    "constant target",
    { task in
      let targets: Targets =
        switch task {
        case .regression: .values([Double](repeating: 3, count: 40))
        case .binary: .classes([Int](repeating: 1, count: 40), classCount: 2)
        case .multiclass: .classes([Int](repeating: 1, count: 40), classCount: 3)
        }
      let set = syntheticSet(task)
      return TrainingSet(inputs: set.inputs, targets: targets, rowIDs: set.rowIDs)
    }
  ),
  (
    "inputs of zeros",
    { task in
      let set = syntheticSet(task)
      return TrainingSet(
        [[Double]](repeating: [0, 0, 0], count: 40), set.targets)
    }
  ),
  (
    "inputs of a million",
    { task in
      let set = syntheticSet(task)
      return TrainingSet([[Double]](repeating: [1e6, 1e6, -1e6], count: 40), set.targets)
    }
  ),
]

/// Parameters and outputs are always finite, and so is the loss unless the training diverged.
@Test(arguments: PredictionTask.allCases, ["adam", "sgd", "lbfgs"])
func networksMeetDegenerateRows(task: PredictionTask, optimizer name: String) throws {
  for (what, make) in degenerateSets {
    let set = make(task)
    for (normalizes, precision) in [(false, Precision.float), (true, .float), (true, .double)] {
      for hidden in [[], [1], [5, 4]] {
        var plan = smallPlan(batchSize: 16, budget: .epochs(15))
        plan.optimizer = optimizer(name, ("learning_rate", 0.01))
        plan.precision = precision
        let outcome = try recipe(
          "mlp", ("layer_norm", .boolean(normalizes)),
          ("hidden", .list(hidden.map { .integer($0) })),
          ("output", ["bias_initialization": "prior"])
        ).fitted(to: set, dev: set, plan: plan, context: TrainingContext())
        let comment: Comment = "\(what), \(hidden), layer_norm \(normalizes), \(precision)"
        #expect(flatParameters(outcome.model).allSatisfy { $0.isFinite }, comment)
        if case .diverged = outcome.ending { continue }
        #expect(outcome.epochs.allSatisfy { $0.trainLoss.isFinite }, comment)
        #expect(outcome.model.outputs(for: set.inputs).storage.allSatisfy { $0.isFinite }, comment)
      }
    }
  }
}

@Test func inputsOfZerosGiveTheMean() throws {
  // All rows are equal, so that the mean is the best prediction.
  let set = TrainingSet(
    [[Double]](repeating: [0, 0], count: 4), .values([1, 2, 3, 6]))
  var plan = smallPlan(budget: .epochs(100))
  plan.optimizer = optimizer("lbfgs", ("tolerance", 1e-10))
  for normalizes in [false, true] {
    let outcome = try recipe("mlp", ("layer_norm", .boolean(normalizes))).fitted(
      to: set, dev: nil, plan: plan, context: TrainingContext())
    let outputs = outcome.model.outputs(for: set.inputs).storage.array
    #expect(outputs.allSatisfy { abs($0 - 3) < 1e-6 })
  }
}

@Test func anOutputWithoutBiasIsZeroAtZero() throws {
  let set = syntheticSet(.regression)
  let outcome = try recipe(
    "mlp", ("output", ["bias": false]), ("activation", "tanh"), ("hidden", [])
  ).fitted(to: set, dev: nil, plan: smallPlan(), context: TrainingContext())
  #expect(outcome.model.tensors.map(\.name) == ["output.weight"])
  #expect(outcome.model.outputs(for: .double(Matrix(rows: [[0, 0, 0]]))).storage.array == [0])
}

@Test func normalisedModelsAreSavedWithTheirTensors() throws {
  let set = syntheticSet(.multiclass)
  let model = try recipe(
    "mlp", ("layer_norm", true), ("hidden", [5, 4]), ("frozen", ["hidden_1"]),
    ("output", ["bias": false]), ("dropout", 0.2)
  ).fitted(to: set, dev: nil, plan: smallPlan(), context: TrainingContext()).model
  #expect(
    model.tensors.map(\.name) == [
      "hidden_1.weight", "hidden_1.bias", "hidden_1.norm_gain", "hidden_1.norm_bias",
      "hidden_2.weight", "hidden_2.bias", "hidden_2.norm_gain", "hidden_2.norm_bias",
      "output.weight",
    ])
  let restored = try Safetensors(decoding: Safetensors(model: model).encoded()).model()
  #expect(restored.tensors == model.tensors && restored.metadata == model.metadata)
  #expect(
    restored.outputs(for: set.inputs).storage.array == model.outputs(for: set.inputs).storage.array)
  var broken = Safetensors(model: model)
  broken.tensors.removeAll { $0.name == "hidden_2.norm_gain" }
  #expect(throws: RestoreError.missing("hidden_2.norm_gain")) { try broken.model() }
}
