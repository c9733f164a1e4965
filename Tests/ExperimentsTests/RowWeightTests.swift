import Datasets
import Evaluation
import Foundation
import Learning
import LinearAlgebra
import Randomness
import Schema
import Specification
import Testing

@testable import Experiments

/// A spec with `data.weight` against the same spec on a file in which each row stands as often as
/// its weight says, from the preprocessing to the metrics.
@Suite struct RowWeightTests {
  /// The same rows twice: with weights, and repeated.
  private struct Twins {
    let weighted: PreparedData
    let repeated: PreparedData
    let plan: ExperimentPlan
  }

  private static let tasks: [PredictionTask] = [.regression, .binary, .multiclass]

  /// 80 rows with weights from 0 to 3, of which every fourth is dev or test.
  private func rows(_ task: PredictionTask) -> [(weight: Int, cells: String)] {
    var generator = CounterBasedGenerator(seed: 3, purpose: .synthetic)
    return (0..<80).map { row in
      let (a, b) = (generator.normal(), generator.uniform())
      let colour = ["red", "green", "blue"][generator.integer(below: 3)]
      let score = 2 * a + b + (colour == "red" ? 1 : 0) + generator.normal()
      let target =
        switch task {
        case .regression: "\(score)"
        case .binary: score > 0.5 ? "yes" : "no"
        case .multiclass: score > 1.5 ? "high" : score > -0.5 ? "middle" : "low"
        }
      let part = row % 4 < 3 ? "train" : row % 8 == 3 ? "dev" : "test"
      let cells = [
        row % 11 == 5 ? "" : "\(a)", "\((b * 4).rounded())", row % 13 == 7 ? "" : colour, part,
        target,
      ]
      return (generator.integer(below: 4), cells.joined(separator: ","))
    }
  }

  private func twins(_ task: PredictionTask, _ sections: String) throws -> Twins {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "row-weights-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let rows = rows(task)
    let header = "weight,a,b,colour,part,y\n"
    let weighted = rows.map { "\($0.weight),\($0.cells)\n" }.joined()
    let repeated = rows.map { row in
      String(repeating: "1,\(row.cells)\n", count: row.weight)
    }.joined()
    func data(_ text: String, _ name: String, _ column: String) throws -> (
      ExperimentPlan, PreparedData
    ) {
      let file = folder.appending(path: name)
      try Data((header + text).utf8).write(to: file)
      let spec = """
        spec: 1
        name: weights
        data:
          source: \(file.path)
          target: y
          \(column)
          split: {by: {column: part}}
        \(sections)
        """
      let reader = SpecificationReader(shape: experimentShape)
      let plan = try ExperimentPlan(try reader.read(text: spec, path: "s.yaml", overrides: []))
      return (plan, try PreparedData(plan))
    }
    let (plan, ours) = try data(weighted, "weighted.csv", "weight: weight")
    let (_, theirs) = try data(repeated, "repeated.csv", "features: {weight: drop}")
    return Twins(weighted: ours, repeated: theirs, plan: plan)
  }

  /// The rows of a part that was weighted, each as often as its weight says.
  private func repeated(_ rows: TrainingSet) -> TrainingSet {
    let weights = rows.weights ?? []
    return rows.rows(
      at: weights.indices.flatMap { Array(repeating: $0, count: Int(weights[$0])) })
  }

  private func largestDifference(_ a: Matrix, _ b: Matrix) -> Double {
    guard a.rowCount == b.rowCount, a.columnCount == b.columnCount else { return .infinity }
    return zip(a.storage, b.storage).reduce(0) { max($0, abs($1.0 - $1.1)) }
  }

  /// Every metric of both, which differ in the order of their sums alone.
  private func expectEqualMetrics(
    _ a: Predictions, _ b: Predictions, _ tolerance: Double, _ label: String
  ) throws {
    #expect(a.weights != nil && b.weights == nil && a.rowCount < b.rowCount)
    for metric in metricCatalog.entries where metric.tasks.contains(a.task) {
      let (ours, theirs) = (metric.value(a), metric.value(b))
      guard let ours, let theirs else {
        #expect(ours == nil && theirs == nil, "\(label), \(metric.name)")
        continue
      }
      #expect(
        abs(ours - theirs) <= tolerance * max(1, abs(theirs)), "\(label), \(metric.name)")
    }
  }

  @Test(arguments: [
    "{scale: standard, impute: mean}", "{scale: min_max, impute: median}",
    "{scale: robust, impute: most_frequent}", "{scale: robust, impute: median, encode: ordinal}",
    "{scale: standard, impute: most_frequent, encode: ordinal, target_scale: standard}",
  ])
  func preprocessingCountsRowsWithTheirWeights(_ preprocessing: String) throws {
    let twins = try twins(.regression, "preprocessing: \(preprocessing)\nmodel: linear")
    #expect(twins.weighted.preprocessing.inputNames == twins.repeated.preprocessing.inputNames)
    for part in Part.allCases {
      let (ours, theirs) = (repeated(twins.weighted[part]), twins.repeated[part])
      #expect(
        largestDifference(
          ours.inputs.matrix(as: Double.self), theirs.inputs.matrix(as: Double.self)) < 1e-12)
      guard case .values(let a) = ours.targets, case .values(let b) = theirs.targets else {
        Issue.record("no numbers as targets")
        return
      }
      #expect(zip(a, b).allSatisfy { abs($0 - $1) < 1e-12 })
    }
  }

  @Test(arguments: Self.tasks)
  func everyBaselineCountsRowsWithTheirWeights(_ task: PredictionTask) throws {
    let model = task == .regression ? "linear" : task == .binary ? "logistic" : "softmax"
    let twins = try twins(task, "model: \(model)")
    let context = BaselineContext(seed: 1, isCancelled: { false })
    var fittedCount = 0
    for entry in baselineCatalog.entries where entry.tasks.contains(task) {
      let ours = try entry.fit(twins.weighted, context)
      let theirs = try entry.fit(twins.repeated, context)
      #expect(ours.source == theirs.source)
      // Iterations of the same sums in another order.
      #expect(
        largestDifference(
          ours.outputs(repeated(twins.weighted.test)), theirs.outputs(twins.repeated.test)) < 1e-6,
        "\(entry.name)")
      try expectEqualMetrics(
        twins.weighted.predictions(ours.outputs(twins.weighted.test), on: .test),
        twins.repeated.predictions(theirs.outputs(twins.repeated.test), on: .test), 1e-6,
        entry.name)
      fittedCount += 1
    }
    #expect(fittedCount >= 3)
  }

  /// Models that are solved, and a network that takes all rows in a step, with early stopping.
  @Test(arguments: [
    (PredictionTask.regression, "model: linear"),
    (.regression, "model: {kind: ridge, l2: 0.1, solver: cholesky}"),
    (.regression, "model: {kind: ridge, l2: 0.1, solver: qr}"),
    (.regression, "model: {kind: linear, solver: svd}"),
    (.regression, "model: {kind: ridge, l2: 0.1}"),
    (.regression, "model: {kind: ridge, c: 0.1, solver: svd}"),
    (.regression, "model: {kind: lasso, l1: 0.05}"),
    (.regression, "model: {kind: elastic_net, l1: 0.05, l2: 0.1}"),
    (.binary, "model: {kind: logistic, l2: 0.01}\ntraining: {class_weights: balanced}"),
    (.binary, "model: {kind: logistic, c: 1, solver: lbfgs}"),
    (.binary, "model: {kind: logistic, l2: 0.01, solver: newton_cg}"),
    (.binary, "model: {kind: logistic, l1: 0.01, l2: 0.01}"),
    (.multiclass, "model: {kind: softmax, l2: 0.01}\ntraining: {class_weights: balanced}"),
    (.multiclass, "model: {kind: softmax, c: 1, solver: lbfgs}"),
    (
      .binary,
      """
      model: {kind: mlp, hidden: [4], activation: tanh}
      training: {optimizer: lbfgs, precision: double, epochs: 15, class_weights: balanced, \
      early_stopping: {metric: f1, patience: 3}}
      """
    ),
    (
      .regression,
      """
      model: {kind: mlp, hidden: [4], activation: tanh}
      preprocessing: {target_scale: standard}
      training: {optimizer: lbfgs, precision: double, epochs: 15, \
      early_stopping: {metric: mae, patience: 3}}
      """
    ),
  ])
  func modelsCountRowsWithTheirWeights(_ task: PredictionTask, _ sections: String) throws {
    let twins = try twins(task, sections)
    func fitted(_ data: PreparedData) throws -> TrainingOutcome {
      try twins.plan.recipe.fitted(
        to: data.train, dev: data.dev, plan: twins.plan.trainingPlan(for: data),
        context: TrainingContext())
    }
    let (ours, theirs) = (try fitted(twins.weighted), try fitted(twins.repeated))
    // Solvers end at a relative gradient norm of about 1e-8.
    try expectEqualMetrics(
      twins.weighted.predictions(ours.model.outputs(for: twins.weighted.test.inputs), on: .test),
      twins.repeated.predictions(theirs.model.outputs(for: twins.repeated.test.inputs), on: .test),
      1e-5, sections)
    #expect(ours.epochs.count == theirs.epochs.count)
    for (a, b) in zip(ours.epochs, theirs.epochs) where twins.plan.recipe.network != nil {
      #expect(abs(a.trainLoss - b.trainLoss) < 1e-5, "epoch \(a.epoch)")
      #expect(abs((a.devLoss ?? .nan) - (b.devLoss ?? .nan)) < 1e-5, "epoch \(a.epoch)")
      #expect(abs((a.devMetric ?? .nan) - (b.devMetric ?? .nan)) < 1e-5, "epoch \(a.epoch)")
    }
  }
}
