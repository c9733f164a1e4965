import Evaluation
import Findings
import Foundation
import Runs
import Schema

extension Sample {
  /// A learning rate far too high: the gate stops it.
  static let stopped: RunRecord = {
    var record = blank(
      "digits", question: nil, ending: .stoppedByGate, seconds: 0.12,
      spec: "spec: 1\nmodel: {kind: mlp, hidden: [64]}\ntraining:\n"
        + "  optimizer: {kind: sgd, learning_rate: 30}\n",
      settings: [
        .init(path: "training.optimizer.learning_rate", value: "30", origin: .spec),
        .init(path: "training.seed", value: "1", origin: .default),
      ], arguments: ["experiments/broken/learning-rate.yaml"])
    record.model = ModelRecord(kind: "mlp", title: "mlp 64", parameterCount: 4810, byteCount: 0)
    record.data = multiclass.data
    let losses = (0..<90).map { step -> Double in
      let growth: Double = pow(1.12, Double(step))
      return step < 84 ? 2.31 + 40 * noise(step) * growth : .nan
    }
    record.gate = gate(
      [
        check(
          "SO01", "overfit a small subset", .stop,
          "the pipeline cannot overfit 40 rows: after 90 steps loss is nan (start 2.31; needed ≤ 0.05)",
          value: .nan, threshold: 0.05,
          evidence: [
            .subsetLosses(run: nil, steps: Array(losses.indices), values: losses),
            .neededLoss(0.05),
          ],
          causes: [
            "training.optimizer.learning_rate is too high",
            "the initialization is too wide for this activation",
          ], remedy: "lower training.optimizer.learning_rate; it is 30", kind: .subset)
      ], seconds: 0.09)
    return record
  }()

  static let diverged: RunRecord = {
    var record = regression
    record.ending = .diverged
    record.experiment = "diabetes-mlp"
    record.model?.title = "mlp 32"
    record.specification.settings.append(
      .init(path: "training.optimizer.learning_rate", value: "0.5", origin: .spec))
    record.training = TrainingRecord(
      ending: "diverged at step 41: the loss is inf (tensor layer 1 weights)", loss: "mse",
      solver: nil,
      epochs: (1...14).map { epoch in
        let growth: Double = exp(Double(epoch) * 1.1 - 1)
        return TrainingRecord.Epoch(
          epoch: epoch, step: epoch * 3, trainLoss: epoch < 13 ? 6000 * growth : .infinity,
          devLoss: epoch < 12 ? 5600 * growth : .nan, devMetric: nil, learningRate: 0.5,
          gradientNorm: .infinity)
      }, stepCount: 41, seconds: 0.02, rowsPerSecond: 201_000, bestEpoch: nil)
    record.evaluations = []
    record.goals = []
    record.analysis = nil
    record.speed = nil
    record.baselines = record.baselines.map {
      var baseline = $0
      baseline.comparisons = []
      return baseline
    }
    return record
  }()

  static let interrupted: RunRecord = {
    var record = binary
    record.ending = .interrupted
    record.training?.epochs.removeLast(16)
    record.training?.ending = "cancelled in epoch 8"
    record.training?.bestEpoch = nil
    record.evaluations = []
    record.goals = []
    record.analysis = nil
    record.speed = nil
    record.baselines = []
    return record
  }()

  /// Names that try to be markup, to write from right to left, or to fill the page.
  static let hostile: RunRecord = {
    var record = multiclass
    let script = "<script>alert(\"x\")</script>"
    let long = String(repeating: "überlanger-Name-", count: 40)
    let names = [script, "שלום & \u{202E}evil", "👩‍👩‍👧 \"quoted\" 'single'", long]
    record.experiment = "a&b<i>"
    record.question = "Is 1 < 2 & \"so\" on?\u{0}\u{7}</title>"
    record.specification.text = "name: \"</pre>\(script)\"\n"
    record.arguments = ["it's <b>.yaml", "a=$(rm)"]
    record.data?.target = script
    record.data?.classNames = names
    record.data?.columns[0].name = script
    record.data?.columns[1].name = long
    record.data?.columns[2].histogram = [0, 0, 0]
    record.data?.columns[3].minimum = .nan
    record.data?.columns[3].maximum = .infinity
    record.training?.epochs[3].devLoss = .nan
    record.training?.epochs[4].trainLoss = -.infinity
    record.evaluations[0].metrics.append(metric("<metric>", .nan, .nan, .infinity))
    record.evaluations[0].metrics.append(metric("huge", 1e300, -1e300, 1e308))
    record.speed = SpeedRecord(
      latencyP50Microseconds: .nan, latencyP99Microseconds: .infinity, rowsPerSecond: 0)
    record.goals = [
      GoalRecord(
        metric: "<metric>", slice: script, bound: .atLeast(.infinity), estimate: estimate(.nan),
        unit: .bytes, verdict: .undecided)
    ]
    record.baselines[0].name = script
    record.baselines[0].source = "</td>\(script)"
    record.baselines[0].comparisons = [
      comparison("accuracy", .nan, .nan, .infinity, .inconclusive, .number, p: .nan, test: "<t>")
    ]
    record.analysis = AnalysisRecord(
      part: .test, confusion: [[0, 0, 0, 0], [1, 2, 0, 0], [0, 0, 3, 0], [0, 9, 0, 1]],
      classes: names.map {
        .init(name: $0, rowCount: 3, precision: nil, recall: estimate(nil), f1: .nan)
      }, scatter: [],
      worst: [
        .init(
          row: script, truth: names[1], prediction: names[2], loss: .infinity,
          columns: [.init(name: script, value: long)])
      ])
    record.gate = GateReport(
      checks: [
        check(
          "SO01", script, .warning, "\(script) & more", value: .nan, threshold: .infinity,
          evidence: [
            .subsetLosses(run: script, steps: [0, 1, 2], values: [.nan, .infinity, .nan]),
            .text(title: script, text: script),
          ], causes: [script],
          remedy: script, kind: .subset)
      ], elapsedSeconds: .nan)
    return record
  }()
}
