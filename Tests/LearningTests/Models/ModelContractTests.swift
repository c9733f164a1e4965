import Foundation
import LinearAlgebra
import Schema
import TestSupport
import Testing

@testable import Learning

/// Every kind with each of its tasks.
private let kindsAndTasks = modelCatalog.entries.flatMap { entry in
  PredictionTask.allCases.filter(entry.tasks.contains).map { (entry.name, $0) }
}

private func fit(_ kind: String, _ set: TrainingSet) throws -> TrainingOutcome {
  try recipe(kind).fitted(
    to: set, dev: nil, plan: smallPlan(budget: .epochs(60)), context: TrainingContext())
}

private func expectUsable(_ model: any FittedModel, _ set: TrainingSet) {
  let outputs = model.outputs(for: set.inputs)
  #expect(outputs.rowCount == set.rowCount)
  #expect(outputs.columnCount == model.outputCount)
  #expect(outputs.storage.allSatisfy { $0.isFinite })
  guard model.task.isClassification else { return }
  for i in 0..<set.rowCount {
    #expect(abs(outputs.row(i).reduce(0, +) - 1) < 1e-12)
    #expect(outputs.row(i).allSatisfy { $0 >= 0 && $0 <= 1 })
  }
}

@Test(arguments: kindsAndTasks)
func learnsSmallData(kind: String, task: PredictionTask) throws {
  let set = syntheticSet(task, rowCount: 60)
  let outcome = try fit(kind, set)
  let model = outcome.model
  #expect(model.kind == kind && model.task == task && model.inputCount == 3)
  #expect(model.outputCount == set.outputCount)
  expectUsable(model, set)
  let outputs = model.outputs(for: set.inputs)
  switch set.targets {
  case .values(let values):
    let error = zip(outputs.storage.array, values).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    let mean = values.reduce(0, +) / 60
    let spread = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    #expect(error < 0.4 * spread)
  case .classes(let classes, _):
    let rightCount = classes.indices.count { outputs.row($0).max() == outputs[$0, classes[$0]] }
    #expect(rightCount > 42)
  }
}

@Test(arguments: kindsAndTasks)
func meetsDegenerateRows(kind: String, task: PredictionTask) throws {
  let whole = syntheticSet(task)
  // A constant column beside others.
  let matrix = whole.inputs.matrix(as: Double.self)
  let rows = (0..<matrix.rowCount).map { [5, matrix[$0, 0], matrix[$0, 2]] }
  expectUsable(try fit(kind, TrainingSet(rows, whole.targets)).model, whole)
  // One row: an answer, or the error that says what is missing.
  let one = whole.rows(at: [0])
  do {
    expectUsable(try fit(kind, one).model, one)
  } catch FitError.emptyClass {
    #expect(task.isClassification)
  }
  // Fewer rows than columns.
  let wide = syntheticSet(task, rowCount: 6, columnCount: 9, seed: 4)
  do {
    expectUsable(try fit(kind, wide).model, wide)
  } catch FitError.emptyClass {
    #expect(task.isClassification)
  }
}

@Test(arguments: kindsAndTasks)
func savedModelsPredictTheSameBits(kind: String, task: PredictionTask) throws {
  let set = syntheticSet(task)
  for precision in [Precision.float, .double] {
    var plan = smallPlan(budget: .epochs(3))
    plan.precision = precision
    let model = try recipe(kind).fitted(
      to: set, dev: nil, plan: plan, context: TrainingContext()
    ).model
    let bytes = Safetensors(model: model).encoded()
    let restored = try Safetensors(decoding: bytes).model()
    #expect(restored.kind == kind && restored.task == task)
    #expect(restored.tensors == model.tensors)
    #expect(restored.metadata == model.metadata)
    #expect(
      restored.outputs(for: set.inputs).storage.array
        == model.outputs(for: set.inputs).storage.array)
    #expect(Safetensors(model: restored).encoded() == bytes)
  }
}

@Test(arguments: kindsAndTasks)
func rowsArePredictedOneByOneAsTogether(kind: String, task: PredictionTask) throws {
  // More rows than a block.
  let set = syntheticSet(task, rowCount: 300)
  let model = try fit(kind, set).model
  let together = model.outputs(for: set.inputs)
  for i in [0, 1, 255, 256, 299] {
    let alone = model.outputs(for: set.inputs.rows(at: [i]))
    #expect(relativeDifference(alone.storage.array, together.row(i)) < 1e-12)
  }
  let none = model.outputs(for: .double(Matrix(rowCount: 0, columnCount: 3)))
  #expect(none.rowCount == 0 && none.columnCount == model.outputCount)
}

/// Only a model that no optimizer can train has no gradient problem.
@Test(arguments: kindsAndTasks)
func gradientProblemIsTheTrainingsObjective(kind: String, task: PredictionTask) throws {
  let set = syntheticSet(task)
  guard let problem = recipe(kind).gradientProblem(on: set, plan: smallPlan()) else {
    #expect(!recipe(kind).method(for: smallPlan()).usesOptimizer)
    return
  }
  let names = problem.layout.tensors.map(\.name)
  let model = try fit(kind, set).model
  #expect(names == model.tensors.map(\.name))
  #expect(problem.initialParameters.count == model.parameterCount)
  let gradient = problem.lossAndGradient(at: problem.initialParameters).gradient
  let numerical = numericalGradient(of: problem.loss(at:), at: problem.initialParameters)
  #expect(relativeDifference(gradient, numerical) < 1e-6)
}

@Test(arguments: kindsAndTasks)
func theOutcomeHasTheRecipesMethod(kind: String, task: PredictionTask) throws {
  let set = syntheticSet(task, rowCount: 60)
  #expect(try fit(kind, set).method == recipe(kind).method(for: smallPlan(budget: .epochs(60))))
}

@Test(arguments: kindsAndTasks)
func costCountsTheParametersOfTheModel(kind: String, task: PredictionTask) throws {
  let set = syntheticSet(task, rowCount: 60)
  let plan = smallPlan(budget: .epochs(60))
  let cost = recipe(kind).cost(of: set.size, plan: plan)
  #expect(try cost.parameterCount == fit(kind, set).model.parameterCount)
  #expect(cost.operationsPerPrediction > 0)
  #expect(
    cost.operationsPerIteration > 0 || !recipe(kind).method(for: plan).usesOptimizer)
}

@Test(arguments: kindsAndTasks)
func withoutRegularizationTheObjectiveIsNoLarger(kind: String, task: PredictionTask) throws {
  let set = syntheticSet(task)
  let bare = recipe(kind).withoutRegularization()
  #expect(bare.kind == kind)
  guard let penalised = recipe(kind).gradientProblem(on: set, plan: smallPlan()),
    let free = bare.gradientProblem(on: set, plan: smallPlan()),
    let freer = bare.withoutRegularization().gradientProblem(on: set, plan: smallPlan())
  else { return }
  let point = penalised.initialParameters.map { $0 + 1 }
  #expect(free.loss(at: point) <= penalised.loss(at: point))
  #expect(freer.loss(at: point) == free.loss(at: point))
}

/// The penalties of the catalog's defaults for weights of 1, by the sum of their squares and the
/// number of rows.
private let defaultPenalties: [(kind: String, penalty: @Sendable (Double, Double) -> Double)] = [
  ("mlp", { _, _ in 0 }),
  ("linear", { _, _ in 0 }),
  // Both strengths are 0.1.
  ("lasso", { squares, _ in 0.1 * squares }),
  ("elastic_net", { squares, _ in 0.15 * squares }),
  // c = 1: ½·‖w‖² / n.
  ("ridge", { squares, n in 0.5 * squares / n }),
  ("logistic", { squares, n in 0.5 * squares / n }),
  ("softmax", { squares, n in 0.5 * squares / n }),
]

@Test(arguments: defaultPenalties.map(\.kind))
func defaultPenaltiesAreOffWithoutRegularization(kind: String) throws {
  let task = try #require(
    PredictionTask.allCases.first(where: modelCatalog.entry(kind).tasks.contains))
  let set = syntheticSet(task)
  let bare = recipe(kind).withoutRegularization()
  let penalised = try #require(recipe(kind).gradientProblem(on: set, plan: smallPlan()))
  let free = try #require(bare.gradientProblem(on: set, plan: smallPlan()))
  let point = penalised.initialParameters.map { $0 + 1 }
  let squares = penalised.layout.tensors.filter { $0.name == "weight" }.reduce(0) { $0 + $1.count }
  let difference = penalised.loss(at: point) - free.loss(at: point)
  let expected = try #require(defaultPenalties.first { $0.kind == kind })
    .penalty(Double(squares), Double(set.rowCount))
  #expect(abs(difference - expected) < 1e-12)
}

@Test func dropoutIsOffWithoutRegularization() {
  let dropping = recipe("mlp", ("dropout", 0.4))
  #expect(dropping.network?.dropout == 0.4)
  #expect(dropping.withoutRegularization().network?.dropout == 0)
}

@Test func everyModelFileIsInTheCatalog() throws {
  let here = URL(fileURLWithPath: #filePath)
  let root = here.deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  func entryNames(in folder: String, type: String) throws -> [String] {
    let directory = root.appending(path: "Sources/Learning/\(folder)")
    return try FileManager.default.contentsOfDirectory(atPath: directory.path)
      .filter { $0.hasSuffix(".swift") }
      .flatMap { file -> [String] in
        let text = try String(
          contentsOf: directory.appending(path: file), encoding: .utf8)
        return text.matches(of: /static let (\w+) = (\w+)\(/).compactMap {
          $0.2 == type ? String($0.1) : nil
        }
      }
  }
  let catalogs = try String(
    contentsOf: root.appending(path: "Sources/Learning/Catalogs.swift"), encoding: .utf8)
  let families = [
    ("Activations", "Activation", activationCatalog.names.count),
    ("Models", "ModelEntry", modelCatalog.names.count),
    ("Optimizers", "OptimizerEntry", optimizerCatalog.names.count),
    ("Schedules", "ScheduleEntry", scheduleCatalog.names.count),
  ]
  for (folder, type, count) in families {
    let names = try entryNames(in: folder, type: type)
    #expect(names.count == count, "\(folder): \(names)")
    for name in names {
      #expect(catalogs.contains(".\(name),"), "add .\(name) to Catalogs.swift")
    }
  }
}
