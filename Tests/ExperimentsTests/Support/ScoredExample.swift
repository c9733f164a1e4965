import Evaluation
import Foundation
import Learning
import LinearAlgebra
import Runs
import Schema
import Specification

@testable import Experiments

/// A folder of its own with two files of rows, a store of runs, and a model with given
/// predictions.
final class ScoredExample: Sendable {
  let folder: String
  let store: RunStore

  /// Eight test rows: four of the class "yes", four of each sex.
  static let testRows = """
    x,sex,y
    1,F,yes
    2,F,yes
    3,F,no
    4,M,no
    5,M,no
    6,M,yes
    7,M,yes
    8,F,no

    """

  /// Probabilities of "yes" for the test rows: rows 2 and 4 are on the wrong side of one half.
  static let outputs = [0.9, 0.4, 0.2, 0.7, 0.1, 0.8, 0.6, 0.3]

  init(testRows: String = ScoredExample.testRows) throws {
    let root = FileManager.default.temporaryDirectory.appending(path: "scored-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
    folder = root.path()
    store = RunStore(root: "\(root.path())/runs")
    try Data(testRows.utf8).write(to: root.appending(path: "test.csv"))
    // Train has each class, so that a model could be fitted.
    try Data(testRows.utf8).write(to: root.appending(path: "train.csv"))
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  func plan(_ sections: String = "", target: String = "y, positive: yes") throws -> ExperimentPlan {
    let text = """
      spec: 1
      name: example
      data: {source: {train: \(folder)/train.csv, test: \(folder)/test.csv}, target: \(target), split: {dev: 0}}
      model: \(target.hasPrefix("y,") ? "logistic" : "softmax")
      \(sections)
      """
    let reader = SpecificationReader(shape: experimentShape)
    return try ExperimentPlan(reader.read(text: text, path: "example.yaml", overrides: []))
  }

  /// A model with the given probabilities of the second class, scored on the test rows.
  func scored(
    _ plan: ExperimentPlan, _ outputs: [Double] = ScoredExample.outputs
  ) throws -> (ScoredModel, PreparedData) {
    let data = try PreparedData(plan)
    let model = FixedModel(outputs: Matrix(rows: outputs.map { [1 - $0, $0] }))
    return (ScoredModel(model, on: data, plan), data)
  }

  /// Writes a finished run with the predictions, and gives its record.
  func record(
    _ plan: ExperimentPlan, predictions outputs: [Double]? = ScoredExample.outputs, second: Int = 0,
    files: [String: [UInt8]] = [:], change: (inout RunRecord) -> Void = { _ in }
  ) throws -> RunRecord {
    let start = Date(timeIntervalSince1970: 1_795_428_900 + Double(second))
    let directory = try store.create(experiment: plan.name, startedAt: start)
    var record = Self.emptyRecord(id: directory.id, plan)
    change(&record)
    if let outputs {
      let parts = try scored(plan, outputs).0.parts
      try directory.write(PredictionsFile.name, PredictionsFile.bytes(of: parts))
    }
    for (name, bytes) in files { try directory.write(name, bytes) }
    try directory.finish(record)
    directory.release()
    return record
  }

  static func emptyRecord(id: String = "id", _ plan: ExperimentPlan) -> RunRecord {
    RunRecord(
      id: id, experiment: plan.name, question: nil, ending: .finished,
      time: RunTime(
        startedAt: "2026-11-23T10:15:00Z", endedAt: "2026-11-23T10:15:02Z", elapsedSeconds: 2),
      arguments: [], specification: SpecificationRecord(plan.spec),
      environment: EnvironmentRecord(
        assayVersion: "0.1.0", swiftVersion: "6.3.1", operatingSystem: "Linux", machine: "x86_64",
        processor: "a processor", processorCount: 2, blasCore: "Haswell",
        blasConfiguration: "OpenBLAS 0.3.21", blasThreads: 1, commit: nil, uncommittedFiles: nil))
  }
}

/// A model whose outputs do not depend on its inputs.
struct FixedModel: FittedModel {
  let outputs: Matrix
  var kind: String { "fixed" }
  var task: PredictionTask { outputs.columnCount == 2 ? .binary : .multiclass }
  var inputCount: Int { 2 }
  var outputCount: Int { outputs.columnCount }
  var tensors: [NamedTensor] { [] }
  func outputs(for inputs: Inputs) -> Matrix { outputs }
}
