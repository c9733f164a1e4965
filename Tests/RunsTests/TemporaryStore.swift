import Evaluation
import Foundation
import Runs
import Schema

/// A store in a folder of its own that goes away with it.
final class TemporaryStore: Sendable {
  let store: RunStore

  init() throws {
    let root = FileManager.default.temporaryDirectory.appending(path: "runs-\(UUID().uuidString)")
    store = RunStore(root: root.path())
  }

  deinit {
    try? FileManager.default.removeItem(atPath: store.root)
  }

  /// 2026-11-23 10:15:00 UTC.
  static let start = Date(timeIntervalSince1970: 1_795_428_900)

  func put(_ bytes: [UInt8], at path: String) throws {
    let url = URL(filePath: "\(store.root)/\(path)")
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
  }
}

/// A small record of a run that went well.
func sampleRecord(id: String = "20261123-101500-4f2a", experiment: String = "iris") -> RunRecord {
  var record = RunRecord(
    id: id, experiment: experiment, question: "Which iris is it?", ending: .finished,
    time: RunTime(
      startedAt: "2026-11-23T10:15:00Z", endedAt: "2026-11-23T10:15:02Z", elapsedSeconds: 2),
    arguments: ["experiments/iris.yaml"],
    specification: SpecificationRecord(
      path: "experiments/iris.yaml", text: "spec: 1\n",
      settings: [.init(path: "model.kind", value: "softmax", origin: .spec)]),
    environment: EnvironmentRecord(
      assayVersion: "0.1.0", swiftVersion: "6.3.1", operatingSystem: "Linux", machine: "x86_64",
      processor: "a processor", processorCount: 2, blasCore: "Haswell",
      blasConfiguration: "OpenBLAS 0.3.21", blasThreads: 1, commit: nil, uncommittedFiles: nil))
  record.model = ModelRecord(kind: "softmax", title: "softmax", parameterCount: 15, byteCount: 200)
  record.evaluations = [
    EvaluationRecord(
      part: .test, rowCount: 30,
      metrics: [
        MetricRecord(
          name: "accuracy",
          estimate: Estimate(
            value: 29.0 / 30, low: 0.833, high: 0.994, level: 0.95, method: "Wilson"),
          direction: .higherIsBetter, unit: .ratio),
        MetricRecord(
          name: "roc_auc",
          estimate: Estimate(value: nil, low: nil, high: .nan, level: 0.95, method: "none"),
          direction: .higherIsBetter, unit: .ratio),
      ])
  ]
  record.baselines = [
    BaselineRecord(
      name: "majority", kind: .quick, source: "the commonest class", rowCount: 30,
      metrics: [
        MetricRecord(
          name: "accuracy",
          estimate: Estimate(value: 0.3, low: 0.17, high: 0.48, level: 0.95, method: "Wilson"),
          direction: .higherIsBetter, unit: .ratio)
      ],
      comparisons: [
        Comparison(
          metric: "accuracy", difference: 20.0 / 30, low: 0.47, high: 0.8, level: 0.95,
          pValue: 1e-6, test: "McNemar exact", evidence: .paired, verdict: .better,
          smallestDetectable: nil)
      ], seconds: 0.01)
  ]
  record.training = TrainingRecord(
    ending: "converged", loss: "cross_entropy", solver: "newton",
    epochs: [
      .init(
        epoch: 1, step: 1, trainLoss: .infinity, devLoss: .nan, devMetric: nil,
        learningRate: nil, gradientNorm: nil)
    ], stepCount: 1, seconds: 0.25, rowsPerSecond: 480, bestEpoch: nil)
  return record
}
