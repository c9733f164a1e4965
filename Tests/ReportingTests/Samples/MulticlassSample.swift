import Evaluation
import Findings
import Foundation
import Runs
import Schema

extension Sample {
  /// Handwritten digits: ten classes, no goals.
  static let multiclass: RunRecord = {
    var record = blank(
      "digits", question: nil, ending: .finished, seconds: 1.9,
      spec: "spec: 1\nname: digits\nmodel: {kind: mlp, hidden: [64]}\n",
      settings: [
        .init(path: "model.kind", value: "mlp", origin: .spec),
        .init(path: "model.hidden", value: "[64]", origin: .spec),
        .init(path: "training.seed", value: "7", origin: .spec),
      ], arguments: ["experiments/digits.yaml"])
    record.model = ModelRecord(
      kind: "mlp", title: "mlp 64", parameterCount: 4810, byteCount: 19_500)
    record.data = multiclassData
    record.gate = gate(
      [
        overfit(
          (0...71).map { (2310 * exp(-Double($0) / 13)).rounded() / 1000 }, rows: 40,
          threshold: 0.05)
      ],
      seconds: 0.043)
    record.baselines = [
      BaselineRecord(
        name: "majority", kind: .quick, source: "always “3”", rowCount: 359,
        metrics: [metric("accuracy", 0.1031, 0.0757, 0.1389)],
        comparisons: [comparison("accuracy", 0.8746, 0.834, 0.905, .better, p: 1e-90)],
        seconds: 0.001),
      BaselineRecord(
        name: "softmax", kind: .quick, source: "l2 = 1/n, L-BFGS", rowCount: 359,
        metrics: [metric("accuracy", 0.9638, 0.9392, 0.9787)],
        comparisons: [
          comparison("accuracy", 0.0139, -0.0032, 0.0310, .inconclusive, p: 0.18, detectable: 0.027)
        ], seconds: 0.05),
    ]
    record.training = TrainingRecord(
      ending: "used all 60 epochs", loss: "cross_entropy", solver: nil,
      epochs: (1...60).map { epoch in
        let t = Double(epoch)
        return .init(
          epoch: epoch, step: epoch * 9, trainLoss: 2.2 * exp(-t / 6.5) + 0.004,
          devLoss: 2.2 * exp(-t / 6) + 0.068 + 0.006 * noise(epoch), devMetric: nil,
          learningRate: 1e-2, gradientNorm: nil)
      }, stepCount: 540, seconds: 0.41, rowsPerSecond: 158_000, bestEpoch: nil)
    record.evaluations = [
      EvaluationRecord(
        part: .test, rowCount: 359,
        metrics: [
          metric("accuracy", 0.9777, 0.9567, 0.9886), metric("macro_f1", 0.9774, 0.9562, 0.9882),
          metric("log_loss", 0.0831, 0.0521, 0.1243, isLoss: true),
          metric("roc_auc", nil),
        ])
    ]
    record.speed = SpeedRecord(
      latencyP50Microseconds: 4.2, latencyP99Microseconds: 9.8, rowsPerSecond: 812_000)
    record.analysis = multiclassAnalysis
    return record
  }()

  private static let multiclassAnalysis: AnalysisRecord = {
    var confusion = [[Int]](repeating: [Int](repeating: 0, count: 10), count: 10)
    for digit in 0..<10 { confusion[digit][digit] = 33 + digit % 4 }
    confusion[8][1] = 3
    confusion[9][3] = 2
    confusion[5][9] = 1
    confusion[4][7] = 1
    confusion[3][8] = 1
    let classes = (0..<10).map { digit -> AnalysisRecord.ClassRecord in
      let rows = confusion[digit].reduce(0, +)
      let recall = Double(confusion[digit][digit]) / Double(rows)
      return .init(
        name: "\(digit)", rowCount: rows, precision: 0.97,
        recall: estimate(recall, recall - 0.1, min(1, recall + 0.03)), f1: 0.97)
    }
    return AnalysisRecord(
      part: .test, confusion: confusion, classes: classes, scatter: [],
      worst: (0..<5).map {
        .init(
          row: "\(904 + $0 * 101)", truth: "8", prediction: "1", loss: 4.2 - Double($0) * 0.7,
          columns: [])
      })
  }()

  private static let multiclassData = DataRecord(
    task: .multiclass, target: "digit", classNames: (0..<10).map(String.init),
    files: [
      .init(path: "datasets/digits.csv", sha256: digest(6), byteCount: 262_100, rowCount: 1797)
    ],
    parts: [
      .init(
        name: .train, rowCount: 1078, sha256: digest(7),
        classCounts: [107, 109, 106, 110, 108, 109, 108, 107, 105, 109]),
      .init(
        name: .dev, rowCount: 360, sha256: digest(8),
        classCounts: [36, 36, 35, 37, 36, 37, 36, 36, 35, 36]),
      .init(
        name: .test, rowCount: 359, sha256: digest(9),
        classCounts: [35, 37, 36, 36, 37, 36, 37, 36, 34, 35]),
    ],
    columns: (0..<64).map { pixel in
      .numbers(
        "pixel_\(pixel / 8)_\(pixel % 8)", "17 different numbers",
        [0, 5 + 3 * noise(pixel), 16, 4],
        (0..<10).map { Int(400 * noise(pixel * 10 + $0)) })
    } + [.init(name: "digit", role: .target, reason: "asked for", missingCount: 0)],
    inputCount: 64)
}
