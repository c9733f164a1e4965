import Foundation
import LinearAlgebra
import Randomness
import Schema
import TestSupport

@testable import Learning

extension ModelEntry {
  /// A recipe with the given settings and the defaults of the others.
  func recipe(_ settings: [(String, Literal)] = []) -> any ModelRecipe {
    make(Settings(fields: fields, setting: settings))
  }
}

func recipe(_ kind: String, _ settings: (String, Literal)...) -> any ModelRecipe {
  modelCatalog.entry(kind).recipe(settings)
}

func optimizer(_ name: String, _ settings: (String, Literal)...) -> any Optimizer {
  let entry = optimizerCatalog.entry(name)
  return entry.make(Settings(fields: entry.fields, setting: settings))
}

/// An optimizer that takes steps, and the names of all that do.
func stepRule(_ name: String, _ settings: (String, Literal)...) -> any StepRule {
  let entry = optimizerCatalog.entry(name)
  guard let rule = entry.make(Settings(fields: entry.fields, setting: settings)).method.stepRule
  else { fatalError("\(name) takes no steps") }
  return rule
}

let stepRuleNames = optimizerCatalog.names.filter { optimizer($0).method.stepRule != nil }

func schedule(_ name: String, _ settings: (String, Literal)...) -> any Schedule {
  let entry = scheduleCatalog.entry(name)
  return entry.make(Settings(fields: entry.fields, setting: settings))
}

/// A plan for small tests: full batches, Adam at a constant rate, double.
func smallPlan(
  loss: LossKind = .auto, optimizer name: String = "adam", learningRate: Double = 0.05,
  batchSize: Int = 1000, budget: Budget = .epochs(20)
) -> TrainingPlan {
  TrainingPlan(
    loss: loss, optimizer: optimizer(name, ("learning_rate", .number(learningRate))),
    schedule: schedule("constant"), batchSize: batchSize, budget: budget, precision: .double,
    seed: 1)
}

/// Small data for each task with something to learn in it.
func syntheticSet(
  _ task: PredictionTask, rowCount: Int = 40, columnCount: Int = 3, seed: UInt64 = 1
) -> TrainingSet {
  var generator = CounterBasedGenerator(seed: seed, purpose: .synthetic)
  let inputs = generator.matrix(rowCount, columnCount)
  let signals = (0..<rowCount).map { i in
    inputs[i, 0] - 0.5 * inputs[i, columnCount - 1] + 0.3 * generator.normal()
  }
  let targets: Targets =
    switch task {
    case .regression: .values(signals.map { 2 + $0 })
    case .binary: .classes(signals.map { $0 > 0.2 ? 1 : 0 }, classCount: 2)
    case .multiclass:
      .classes(signals.map { $0 > 0.4 ? 2 : $0 > -0.4 ? 1 : 0 }, classCount: 3)
    }
  return TrainingSet(
    inputs: .double(inputs), targets: targets, rowIDs: Array(100..<(100 + rowCount)))
}

extension TrainingSet {
  init(_ rows: [[Double]], _ targets: Targets, weights: [Double]? = nil) {
    self.init(
      inputs: .double(Matrix(rows: rows)), targets: targets, weights: weights,
      rowIDs: Array(0..<rows.count))
  }
}

/// The parameters of a model one after the other, in double.
func flatParameters(_ model: any FittedModel) -> [Double] {
  model.tensors.flatMap { tensor in
    switch tensor.values {
    case .single(let values): values.map { Double($0) }
    case .double(let values): values
    }
  }
}

/// Reads a fixture that a script beside it made.
func fixture<Document: Decodable>(_ name: String, as type: Document.Type) throws -> Document {
  let url = Bundle.module.url(
    forResource: name, withExtension: "json", subdirectory: "Fixtures")
  guard let url else { throw CocoaError(.fileNoSuchFile) }
  let decoder = JSONDecoder()
  decoder.keyDecodingStrategy = .convertFromSnakeCase
  return try decoder.decode(type, from: Data(contentsOf: url))
}
