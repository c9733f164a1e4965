import Evaluation
import Findings
import Foundation
import Runs
import Schema

extension Sample {
  /// Census incomes: one goal missed, baselines of every kind.
  static let binary: RunRecord = {
    var record = blank(
      "adult-income", question: "Can census answers tell who earns over $50K?",
      ending: .goalMissed, seconds: 21.4,
      spec: """
        spec: 1
        name: adult-income
        goals:
          - {metric: roc_auc, at_least: 0.90}
          - {metric: recall, slice: {sex: Female}, at_least: 0.55}
        data:
          target: income
          positive: ">50K"
        model: {kind: mlp, hidden: [64, 32]}

        """,
      settings: [
        .init(path: "model.kind", value: "mlp", origin: .spec),
        .init(path: "model.hidden", value: "[64, 32]", origin: .spec),
        .init(path: "training.optimizer.kind", value: "adam", origin: .spec),
        .init(path: "training.optimizer.learning_rate", value: "1e-3", origin: .override),
        .init(path: "training.batch_size", value: "128", origin: .default),
        .init(path: "training.epochs", value: "40", origin: .spec),
        .init(path: "training.seed", value: "1", origin: .default),
      ],
      arguments: ["experiments/adult.yaml", "training.optimizer.learning_rate=1e-3"])
    record.model = ModelRecord(
      kind: "mlp", title: "mlp 64-32", parameterCount: 8897, byteCount: 35_900)
    record.data = binaryData
    record.gate = gate([
      overfit(
        (0...64).map { ((0.693 * exp(-Double($0) / 20.6) * 1000).rounded()) / 1000 }, rows: 32,
        threshold: 0.05),
      check(
        "SD08", "duplicate rows in train", .warning, "24 duplicate rows in train (0.1 %)",
        value: 24,
        evidence: [
          .rows(
            title: "rows", ids: Array(0..<24),
            names: ["118", "4 767", "9 171", "11 631", "13 084"])
        ]),
      check(
        "SD16", "labels that differ between files", .warning,
        "test labels end in \".\" (\">50K.\"): read as \">50K\"", value: 16281,
        causes: ["the publisher's test file was written by another program"],
        remedy: "write the repair down in data.csv.label_map, or waive SD16"),
      check(
        "SD11", "columns like an id", .waived,
        "fnlwgt has 21,648 values in 32,561 rows; waived: it is dropped"),
    ])
    record.baselines = binaryBaselines
    record.training = TrainingRecord(
      ending: "stopped after epoch 23: no gain on dev log_loss for 5 epochs",
      loss: "binary_cross_entropy", solver: nil,
      epochs: (1...23).map { epoch in
        let t = Double(epoch)
        let late: Double = max(0, t - 18)
        let train: Double = 0.288 + 0.15 * exp(-t / 3.5) - 0.0006 * t
        let dev: Double = 0.3165 + 0.09 * exp(-t / 3) + 0.00004 * late * late * late
        return TrainingRecord.Epoch(
          epoch: epoch, step: epoch * 217, trainLoss: train,
          devLoss: dev + 0.002 * (noise(epoch) - 0.5), devMetric: nil, learningRate: 1e-3,
          gradientNorm: 0.3)
      },
      stepCount: 4991, seconds: 3.02, rowsPerSecond: 211_800, bestEpoch: 18)
    record.evaluations = [
      EvaluationRecord(
        part: .dev, rowCount: 4885,
        metrics: [
          metric("accuracy", 0.8561, 0.8460, 0.8657), metric("roc_auc", 0.9126, 0.9041, 0.9204),
          metric("log_loss", 0.3169, 0.3060, 0.3281, isLoss: true),
          metric("recall", 0.6321, 0.6042, 0.6591), metric("brier", 0.0997, isLoss: true),
        ]),
      EvaluationRecord(
        part: .test, rowCount: 16281,
        metrics: [
          metric("accuracy", 0.8571, 0.8517, 0.8624), metric("roc_auc", 0.9118, 0.9072, 0.9162),
          metric("log_loss", 0.3092, 0.3031, 0.3155, isLoss: true),
          metric("recall", 0.6287, 0.6133, 0.6438), metric("precision", 0.7312, 0.7157, 0.7461),
          metric("f1", 0.6761, 0.6634, 0.6884), metric("mcc", 0.5886, 0.5733, 0.6037),
          metric("brier", 0.0989, isLoss: true),
        ]),
    ]
    record.speed = SpeedRecord(
      latencyP50Microseconds: 1.9, latencyP99Microseconds: 3.1, rowsPerSecond: 2_140_000)
    record.goals = [
      GoalRecord(
        metric: "roc_auc", slice: nil, bound: .atLeast(0.90),
        estimate: estimate(0.9118, 0.9072, 0.9162), unit: .ratio, verdict: .met),
      GoalRecord(
        metric: "recall", slice: "sex = Female", bound: .atLeast(0.55),
        estimate: estimate(0.497, 0.470, 0.524), unit: .ratio, verdict: .missed),
      GoalRecord(
        metric: "latency_p99_us", slice: nil, bound: .atMost(50), estimate: estimate(3.1),
        unit: .microseconds, verdict: .met),
    ]
    record.analysis = AnalysisRecord(
      part: .test, confusion: [[11546, 889], [1428, 2418]],
      classes: [
        .init(
          name: "<=50K", rowCount: 12435, precision: 0.8899,
          recall: estimate(0.9285, 0.9238, 0.9330), f1: 0.9088),
        .init(
          name: ">50K", rowCount: 3846, precision: 0.7312,
          recall: estimate(0.6287, 0.6132, 0.6440), f1: 0.6761),
      ], scatter: [],
      worst: (0..<8).map { index in
        .init(
          row: "test:\(1200 + index * 977)", truth: ">50K", prediction: "<=50K",
          loss: 6.91 - Double(index) * 0.31,
          columns: [
            .init(name: "age", value: "\(19 + index * 4)"),
            .init(name: "workclass", value: index % 3 == 0 ? "?" : "Private"),
            .init(name: "education", value: ["7th-8th", "HS-grad", "11th"][index % 3]),
            .init(name: "occupation", value: ["Handlers-cleaners", "Other-service"][index % 2]),
            .init(name: "hours_per_week", value: "\(20 + index * 3)"),
            .init(name: "sex", value: index % 2 == 0 ? "Female" : "Male"),
          ])
      })
    return record
  }()

  private static let binaryBaselines: [BaselineRecord] = [
    BaselineRecord(
      name: "majority", kind: .quick, source: "always “<=50K”, as in train", rowCount: 16281,
      metrics: [
        metric("accuracy", 0.7638, 0.7572, 0.7702), metric("roc_auc", 0.5),
        metric("log_loss", 0.5466, isLoss: true),
      ],
      comparisons: [
        comparison("roc_auc", 0.4118, 0.4072, 0.4162, .better, p: 1e-300, test: "DeLong"),
        comparison("accuracy", 0.0933, 0.0875, 0.0991, .better, p: 1e-200),
      ], seconds: 0.002),
    BaselineRecord(
      name: "logistic", kind: .quick, source: "l2 = 1/n, Newton", rowCount: 16281,
      metrics: [
        metric("accuracy", 0.8526, 0.8471, 0.8580), metric("roc_auc", 0.9046, 0.8998, 0.9092),
        metric("log_loss", 0.3196, isLoss: true),
      ],
      comparisons: [
        comparison("roc_auc", 0.0072, 0.0055, 0.0089, .better, p: 1e-15, test: "DeLong"),
        comparison("accuracy", 0.0045, 0.0017, 0.0073, .better, p: 0.0018),
        comparison(
          "log_loss", -0.0104, -0.0127, -0.0081, .better, p: 1e-10, test: "paired bootstrap"),
      ], seconds: 0.31),
    BaselineRecord(
      name: "human", kind: .human, source: "two annotators, 2024-03", rowCount: 500,
      metrics: [metric("accuracy", 0.87)],
      comparisons: [
        comparison(
          "accuracy", -0.0129, -0.0421, 0.0201, .inconclusive, .numberAndCount,
          test: "Newcombe, unpaired")
      ], seconds: nil),
    BaselineRecord(
      name: "literature", kind: .literature, source: "Kohavi 1996, NBTree", rowCount: 16281,
      metrics: [metric("accuracy", 0.859)],
      comparisons: [
        comparison(
          "accuracy", -0.0019, -0.0095, 0.0057, .consistent, .numberAndCount,
          test: "Newcombe, unpaired")
      ], seconds: nil),
  ]

  private static let binaryData = DataRecord(
    task: .binary, target: "income", classNames: ["<=50K", ">50K"],
    files: [
      .init(
        path: "datasets/adult/train.csv", sha256: digest(1), byteCount: 3_974_305, rowCount: 32561),
      .init(
        path: "datasets/adult/test.csv", sha256: digest(2), byteCount: 2_003_153, rowCount: 16281),
    ],
    parts: [
      .init(name: .train, rowCount: 27676, sha256: digest(3), classCounts: [21012, 6664]),
      .init(name: .dev, rowCount: 4885, sha256: digest(4), classCounts: [3708, 1177]),
      .init(name: .test, rowCount: 16281, sha256: digest(5), classCounts: [12435, 3846]),
    ],
    columns: [
      .numbers(
        "age", "73 different numbers", [17, 38.6, 90, 13.6],
        [5511, 5890, 6048, 4823, 2934, 1605, 611, 180, 48, 26]),
      .categories(
        "workclass", "words", missing: 1552, count: 8,
        ["Private": 19270, "Self-emp-not-inc": 2163, "Local-gov": 1779, "State-gov": 1100]),
      .init(name: "fnlwgt", role: .drop, reason: "asked for", missingCount: 0),
      .categories(
        "education", "asked for", count: 16,
        ["HS-grad": 8905, "Some-college": 6230, "Bachelors": 4551, "Masters": 1470]),
      .numbers(
        "capital_gain", "numbers", [0, 1078, 99999, 7385],
        [27000, 510, 40, 9, 4, 0, 0, 0, 0, 135]),
      .init(name: "income", role: .target, reason: "asked for", missingCount: 0),
    ], inputCount: 105)
}
