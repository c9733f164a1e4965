import Evaluation
import Findings
import Foundation
import Runs
import Schema

extension Sample {
  /// Diabetes progression by ridge regression: goals met, one only just.
  static let regression: RunRecord = {
    var record = blank(
      "diabetes", question: "How far will the disease have gone in a year?", ending: .finished,
      seconds: 0.34, spec: "spec: 1\nname: diabetes\nmodel: {kind: ridge}\n",
      settings: [
        .init(path: "model.kind", value: "ridge", origin: .spec),
        .init(path: "model.l2", value: "0.01", origin: .default),
        .init(path: "training.seed", value: "1", origin: .default),
      ], arguments: ["experiments/diabetes ridge.yaml"])
    record.model = ModelRecord(kind: "ridge", title: "ridge", parameterCount: 11, byteCount: 212)
    let columns = ["age", "sex", "bmi", "bp", "s1", "s2", "s3", "s4", "s5", "s6"]
    record.data = DataRecord(
      task: .regression, target: "progression", classNames: [],
      files: [
        .init(path: "datasets/diabetes.csv", sha256: digest(10), byteCount: 18_300, rowCount: 442)
      ],
      parts: [
        .init(
          name: .train, rowCount: 288, sha256: digest(11), classCounts: [], targetMean: 152.1,
          targetDeviation: 77.4),
        .init(
          name: .dev, rowCount: 66, sha256: digest(12), classCounts: [], targetMean: 149.8,
          targetDeviation: 75.2),
        .init(
          name: .test, rowCount: 88, sha256: digest(13), classCounts: [], targetMean: 154.6,
          targetDeviation: 78.0),
      ],
      columns: columns.enumerated().map { index, name in
        .numbers(
          name, "numbers", missing: index == 3 ? 4 : 0,
          [-0.107 + Double(index) / 100, 0.0003, 0.17, 0.048],
          (0..<10).map { Int(60 * exp(-pow(Double($0) - 4.3, 2) / 6)) + index })
      } + [.init(name: "progression", role: .target, reason: "asked for", missingCount: 0)],
      inputCount: 10)
    record.gate = gate(
      [
        check(
          "SO01", "overfit a small subset", .passed,
          "reaches the optimum of 40 rows: 0.3 % above the least possible loss", value: 0.003,
          threshold: 0.02, kind: .subset)
      ], seconds: 0.004)
    record.baselines = [
      BaselineRecord(
        name: "mean", kind: .quick, source: "always 152.1", rowCount: 88,
        metrics: [
          metric("rmse", 77.6, 69.8, 86.1, isLoss: true, unit: .target), metric("r2", -0.001),
        ],
        comparisons: [
          comparison(
            "rmse", -22.3, -30.4, -14.4, .better, p: 1e-6, test: "paired bootstrap"),
          comparison("r2", 0.49, 0.35, 0.60, .better, p: 1e-6, test: "paired bootstrap"),
        ], seconds: 0.0001)
    ]
    record.training = TrainingRecord(
      ending: "solved exactly", loss: "mse", solver: "Cholesky (auto: rows ≥ columns)",
      epochs: [], stepCount: 1, seconds: 0.00021, rowsPerSecond: 1_370_000, bestEpoch: nil)
    record.evaluations = [
      EvaluationRecord(
        part: .dev, rowCount: 66,
        metrics: [metric("rmse", 54.9, 47.2, 63.6, isLoss: true, unit: .target)]),
      EvaluationRecord(
        part: .test, rowCount: 88,
        metrics: [
          metric("rmse", 55.3, 48.8, 62.4, isLoss: true, unit: .target),
          metric("mae", 45.2, 39.0, 51.8, isLoss: true, unit: .target),
          metric("r2", 0.489, 0.346, 0.604),
        ]),
    ]
    record.goals = [
      GoalRecord(
        metric: "rmse", slice: nil, bound: .atMost(60), estimate: estimate(55.3, 48.8, 62.4),
        unit: .target, verdict: .met),
      GoalRecord(
        metric: "training_seconds", slice: nil, bound: .atMost(1), estimate: estimate(0.00021),
        unit: .seconds, verdict: .met),
    ]
    let pairs = (0..<88).map { index -> AnalysisRecord.Pair in
      let truth = 154 + 78 * bell(index)
      return .init(truth: truth, prediction: 80 + 0.48 * truth + 40 * bell(index + 500))
    }
    record.analysis = AnalysisRecord(
      part: .test, confusion: [], classes: [], scatter: pairs,
      worst: (0..<4).map { index in
        .init(
          row: "\(57 + index * 83)", truth: "\(310 - index)",
          prediction: "\(164.2 + Double(index))",
          loss: 21257 - Double(index) * 900,
          columns: columns.map { .init(name: $0, value: "0.0\(index)\($0.count)") })
      })
    return record
  }()
}
