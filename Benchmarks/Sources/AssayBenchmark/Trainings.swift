import Learning
import LinearAlgebra
import Schema

/// Models and plans as a spec would name them: catalog entries with settings.
enum Trainings {
  static func recipe(
    _ kind: String, _ settings: [(String, Literal)] = []
  ) throws -> any ModelRecipe {
    guard let entry = modelCatalog[kind] else {
      throw NotAvailable(reason: "there is no model kind \"\(kind)\"")
    }
    if let missing = settings.first(where: { set in !entry.fields.contains { $0.name == set.0 } }) {
      throw NotAvailable(reason: "the model kind \"\(kind)\" has no \"\(missing.0)\"")
    }
    return entry.make(Settings(fields: entry.fields, setting: settings))
  }

  /// Adam at a constant rate of 0.001, as every peer trains.
  static func plan(batchSize: Int, epochs: Int, seed: UInt64 = 1) -> TrainingPlan {
    let adam = OptimizerEntry.adam
    let constant = ScheduleEntry.constant
    return TrainingPlan(
      optimizer: adam.make(Settings(fields: adam.fields, setting: [("learning_rate", 1e-3)])),
      schedule: constant.make(Settings(fields: constant.fields)), batchSize: batchSize,
      budget: .epochs(epochs), precision: .float, seed: seed)
  }

  /// Solvers read little of a plan; what they do not read does not matter.
  static var solverPlan: TrainingPlan { plan(batchSize: 32, epochs: 1) }
}

extension TrainingSet {
  init(_ inputs: Matrix, values: [Double]) {
    self.init(
      inputs: .double(inputs), targets: .values(values), rowIDs: Array(0..<inputs.rowCount))
  }

  init(_ inputs: Inputs, classes: [Int], classCount: Int) {
    self.init(
      inputs: inputs, targets: .classes(classes, classCount: classCount),
      rowIDs: Array(0..<inputs.rowCount))
  }
}

extension FittedModel {
  /// The weights and intercepts of a model without hidden layers, row-major [units, inputs].
  func linearParameters() throws -> (weights: [Double], intercepts: [Double]) {
    func values(_ tensor: NamedTensor) -> [Double] {
      switch tensor.values {
      case .single(let values): values.map { Double($0) }
      case .double(let values): values
      }
    }
    guard let weights = tensors.first(where: { $0.shape.count == 2 }) else {
      throw BenchmarkError(
        "a linear model must have a matrix of weights; got \(tensors.map(\.name))")
    }
    let intercepts = tensors.first { $0.shape.count == 1 }
    return (
      values(weights),
      intercepts.map(values) ?? [Double](repeating: 0, count: weights.shape[0])
    )
  }

  /// The share of rows whose likeliest class is their own.
  func accuracy(_ inputs: Inputs, classes: [Int]) -> Double {
    let outputs = outputs(for: inputs)
    let hits = classes.indices.count { i in
      let row = outputs.row(i)
      return row.max() == row[classes[i]]
    }
    return Double(hits) / Double(classes.count)
  }
}
