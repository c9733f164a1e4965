import Evaluation
import Findings
import Foundation
import Runs
import Schema

/// Records of runs that never took place, rich enough to look at.
enum Sample {
  static let all: [(name: String, record: RunRecord)] = [
    ("binary", binary), ("multiclass", multiclass), ("regression", regression),
    ("stopped", stopped), ("diverged", diverged), ("interrupted", interrupted),
    ("hostile", hostile),
  ]

  static func estimate(
    _ value: Double?, _ low: Double? = nil, _ high: Double? = nil, method: String = "bootstrap BCa"
  ) -> Estimate {
    Estimate(value: value, low: low, high: high, level: 0.95, method: method)
  }

  static func metric(
    _ name: String, _ value: Double?, _ low: Double? = nil, _ high: Double? = nil,
    isLoss: Bool = false, unit: MetricUnit = .ratio
  ) -> MetricRecord {
    MetricRecord(
      name: name, estimate: estimate(value, low, high),
      direction: isLoss ? .lowerIsBetter : .higherIsBetter, unit: unit)
  }

  static func comparison(
    _ metric: String, _ difference: Double, _ low: Double?, _ high: Double?,
    _ verdict: Comparison.Verdict, _ evidence: Comparison.Evidence = .paired,
    p: Double? = nil, test: String = "McNemar exact", detectable: Double? = nil
  ) -> Comparison {
    Comparison(
      metric: metric, difference: difference, low: low, high: high, level: 0.95, pValue: p,
      test: test, evidence: evidence, verdict: verdict, smallestDetectable: detectable)
  }

  static func check(
    _ code: CheckCode, _ title: String, _ verdict: CheckResult.Verdict, _ message: String,
    value: Double? = nil, threshold: Double? = nil, evidence: [Evidence] = [],
    causes: [String] = [], remedy: String? = nil, kind: EvidenceKind = .finding,
    seconds: Double = 0.0004
  ) -> CheckResult {
    CheckResult(
      code: code, title: title, evidenceKind: kind, verdict: verdict, message: message,
      value: value,
      threshold: threshold, evidence: evidence, causes: causes, remedy: remedy,
      elapsedSeconds: seconds)
  }

  static func blank(
    _ experiment: String, question: String?, ending: RunEnding, seconds: Double, spec: String,
    settings: [SpecificationRecord.Setting], arguments: [String]
  ) -> RunRecord {
    RunRecord(
      id: "20261123-101500-4f2a", experiment: experiment, question: question, ending: ending,
      time: RunTime(
        startedAt: "2026-11-23T10:15:00Z", endedAt: "2026-11-23T10:15:30Z",
        elapsedSeconds: seconds),
      arguments: arguments,
      specification: SpecificationRecord(
        path: "experiments/\(experiment).yaml", text: spec, settings: settings),
      environment: EnvironmentRecord(
        assayVersion: "0.1.0", swiftVersion: "6.3.1", operatingSystem: "Debian GNU/Linux 12",
        machine: "x86_64", processor: "Intel Xeon Platinum 8481C", processorCount: 2,
        blasCore: "SkylakeX", blasConfiguration: "OpenBLAS 0.3.21 DYNAMIC_ARCH",
        blasThreads: 1, commit: "187118e0c4bb1f0b3d1c35d9a7a1f1de6a3b9f02",
        uncommittedFiles: ["experiments/\(experiment).yaml"]))
  }

  /// Digits of no meaning, the same every time.
  static func digest(_ seed: UInt64) -> String {
    var state = seed
    return (0..<4).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let text = String(state, radix: 16)
      return String(repeating: "0", count: 16 - text.count) + text
    }.joined()
  }

  /// A number in 0..<1 for each index, the same every time.
  static func noise(_ index: Int) -> Double {
    let product = sin(Double(index) * 12.9898 + 4.1414) * 43758.5453
    return product - product.rounded(.down)
  }

  /// About normal: the sum of four of them, centred and scaled.
  static func bell(_ index: Int) -> Double {
    let sum = (0..<4).reduce(0) { $0 + noise(index * 4 + $1) }
    return (sum - 2) * 1.732
  }

  /// A gate in which nothing happened but the checks given.
  static func gate(_ special: [CheckResult], seconds: Double = 0.19) -> GateReport {
    let quiet: [(CheckCode, String, String)] = [
      ("SD01", "values that are no numbers", "no nan or inf in 105 inputs"),
      ("SD02", "constant columns", "every input varies"),
      ("SD03", "duplicate columns", "no two inputs are the same"),
      ("SD05", "target", "2 classes, both in every part"),
      ("SD09", "test rows in train", "11 rows in both, 9.6 expected by chance"),
      ("SD10", "single-column leaks", "no column alone predicts the target"),
      ("SI01", "finite start", "loss and outputs are finite"),
      ("SI03", "loss at the start", "0.697, and the prior's is 0.551"),
      ("SI10", "gradients", "agree with central differences to 3e-9"),
    ]
    let checks = quiet.map { check($0.0, $0.1, .passed, $0.2) } + special
    return GateReport(checks: checks.sorted { $0.code < $1.code }, elapsedSeconds: seconds)
  }

  static func overfit(_ losses: [Double], rows: Int, threshold: Double) -> CheckResult {
    let numbers = "\(losses[0]) → \(losses[losses.count - 1])"
    return check(
      "SO01", "overfit a small subset", .passed,
      "overfits \(rows) rows: loss \(numbers) in \(losses.count - 1) steps",
      value: losses.last, threshold: threshold,
      evidence: [
        .subsetLosses(run: nil, steps: Array(losses.indices), values: losses),
        .neededLoss(threshold), .accuracy(1),
      ], kind: .subset, seconds: 0.041)
  }
}

extension DataRecord.Column {
  /// A column of numbers with its least, mean and greatest number and their deviation.
  static func numbers(
    _ name: String, _ reason: String, missing: Int = 0, _ moments: [Double], _ histogram: [Int]
  ) -> DataRecord.Column {
    var column = DataRecord.Column(
      name: name, role: .number, reason: reason, missingCount: missing)
    (column.minimum, column.mean) = (moments[0], moments[1])
    (column.maximum, column.deviation) = (moments[2], moments[3])
    column.histogram = histogram
    return column
  }

  /// A column of `count` categories with its commonest ones.
  static func categories(
    _ name: String, _ reason: String, missing: Int = 0, count: Int,
    _ commonest: KeyValuePairs<String, Int>
  ) -> DataRecord.Column {
    var column = DataRecord.Column(
      name: name, role: .category, reason: reason, missingCount: missing)
    column.levelCount = count
    column.commonest = commonest.map { Level(name: $0.key, count: $0.value) }
    return column
  }
}
