import Findings
import Foundation
import Learning
import LinearAlgebra
import Runs
import Sanity
import Schema
import Specification
import Synchronization
import Testing

@testable import Experiments

/// A spec broken in one way on a bundled dataset, and the path that must be named.
struct BrokenSpec: Sendable, CustomTestStringConvertible {
  let file: String
  let target: String
  let changes: [String]
  let path: String

  init(_ file: String, _ target: String, _ changes: [String], names path: String) {
    self.file = file
    self.target = target
    self.changes = changes
    self.path = path
  }

  var testDescription: String { "\(file) \(changes.joined(separator: " "))" }

  var plan: ExperimentPlan {
    get throws { try Self.plan(file, target, changes) }
  }

  /// A healthy network on the dataset, with overrides.
  static func plan(
    _ file: String, _ target: String, _ changes: [String]
  ) throws -> ExperimentPlan {
    let text = """
      spec: 1
      name: example
      data: {source: \(Checkout.path("datasets/\(file)")), target: \(target)}
      model: {kind: mlp, hidden: [32]}
      training:
        optimizer: {kind: sgd, learning_rate: 0.1}
        epochs: 40
      """
    let reader = SpecificationReader(shape: experimentShape)
    return try ExperimentPlan(
      try reader.read(text: text, path: "example.yaml", overrides: changes))
  }

  static func gate(
    _ plan: ExperimentPlan, cancellation: Cancellation = Cancellation()
  ) throws -> GateReport {
    try ExperimentRunner(
      store: RunStore(root: "runs"), arguments: [], cancellation: cancellation
    ).check(plan).gate
  }

  static let all: [BrokenSpec] = [
    .init("digits.csv", "digit", ["training.learning_rate=100"], names: rate),
    .init("digits.csv", "digit", ["training.learning_rate=1e-6"], names: rate),
    .init("wine.csv", "cultivar", ["training.learning_rate=300"], names: rate),
    .init("diabetes.csv", "progression", ["training.learning_rate=30"], names: rate),
    .init(
      "diabetes.csv", "progression",
      ["model={kind:linear,solver:sgd}", "training.learning_rate=10"], names: rate),
    .init("digits.csv", "digit", ["model.initialization=zeros"], names: "model.initialization"),
    .init(
      "digits.csv", "digit",
      ["model.initialization=constant", "model.initialization_scale=0.5"],
      names: "model.initialization"),
    .init(
      "wine.csv", "cultivar", ["model.initialization_scale=1e-5", "model.hidden=[32,32,32]"],
      names: "model.initialization_scale"),
    .init(
      "digits.csv", "digit", ["model.bias_initialization=-50"],
      names: "model.bias_initialization"),
    .init(
      "digits.csv", "digit", ["model.activation=softmax", "model.hidden=[64,64]"],
      names: "model.activation"),
    .init(
      "digits.csv", "digit",
      ["model.hidden=[1]", "training.optimizer=adam", "training.learning_rate=0.001"],
      names: "model.hidden"),
    .init("wine.csv", "cultivar", ["preprocessing.scale=none"], names: "preprocessing.scale"),
    // It comes down to the prior predictor from far above, which is no learning.
    .init(
      "digits.csv", "digit", ["preprocessing.scale=none", "training.learning_rate=0.5"],
      names: "preprocessing.scale"),
    .init(
      "breast_cancer.csv", "diagnosis",
      ["model={kind:logistic,solver:sgd}", "preprocessing.scale=none"],
      names: "preprocessing.scale"),
    .init(
      "diabetes.csv", "progression", ["preprocessing.target_scale=none"],
      names: "preprocessing.target_scale"),
    .init("digits.csv", "digit", ["training.clip_norm=1e-5"], names: "training.clip_norm"),
    .init(
      "digits.csv", "digit", ["training.reduction=sum", "training.learning_rate=0.5"],
      names: "training.reduction"),
    .init(
      "breast_cancer.csv", "diagnosis", ["model={kind:logistic,solver:sgd,l2:1000}"],
      names: "model.l2"),
  ]

  private static let rate = "training.optimizer.learning_rate"
}

@Suite struct DiagnosisTests {
  @Test(arguments: BrokenSpec.all) func namesTheCauseWithARepairThatPasses(
    _ broken: BrokenSpec
  ) throws {
    let plan = try broken.plan
    let report = try BrokenSpec.gate(plan)
    #expect(report.isStopped)
    let diagnosis = try #require(report.diagnosis)
    let tried = diagnosis.trials.map {
      "\($0.passed ? "+" : "-") " + $0.edits.map(\.override).joined(separator: " ")
    }.joined(separator: "\n")
    #expect(diagnosis.verdict == .repairable, "\(diagnosis.cause)\n\(tried)")
    let repair = try #require(diagnosis.repair)
    #expect(repair.changes.first?.path.text == broken.path, "\(repair.cause)\n\(tried)")
    #expect(repair.isConfirmed)
    #expect(diagnosis.cause.hasPrefix(broken.path))
    // The repaired text is what was tried: the whole gate lets it pass.
    let repaired = try SpecRepair(of: plan, by: repair.edits)
    #expect(try !BrokenSpec.gate(repaired.plan).isStopped)
  }

  @Test(arguments: [
    ("digits.csv", "digit"), ("wine.csv", "cultivar"), ("diabetes.csv", "progression"),
  ]) func aHealthyPipelineHasNone(_ file: String, _ target: String) throws {
    let report = try BrokenSpec.gate(try BrokenSpec.plan(file, target, []))
    #expect(!report.isStopped)
    #expect(report.diagnosis == nil)
  }

  @Test func twoFaultsNeedTwoChanges() throws {
    let plan = try BrokenSpec.plan(
      "digits.csv", "digit", ["model.initialization=zeros", "training.learning_rate=1e-6"])
    let diagnosis = try #require(try BrokenSpec.gate(plan).diagnosis)
    let repair = try #require(diagnosis.repair)
    #expect(
      Set(repair.changes.map(\.path))
        == ["model.initialization", "training.optimizer.learning_rate"])
  }

  @Test func threeFaultsAreMoreThanItKnows() throws {
    let plan = try BrokenSpec.plan(
      "digits.csv", "digit",
      [
        "model.initialization=zeros", "training.learning_rate=1e-6", "training.clip_norm=1e-6",
        "model.bias_initialization=-80",
      ])
    let diagnosis = try #require(try BrokenSpec.gate(plan).diagnosis)
    #expect(diagnosis.verdict == .unknown)
    #expect(diagnosis.repair == nil)
    #expect(diagnosis.cause.hasPrefix("unknown: none of \(diagnosis.trials.count) changes"))
  }

  /// Another optimizer is a probe, never a cause.
  @Test(arguments: BrokenSpec.all) func neverNamesAnotherOptimizer(
    _ broken: BrokenSpec
  ) throws {
    guard let diagnosis = try BrokenSpec.gate(try broken.plan).diagnosis else { return }
    for trial in diagnosis.trials {
      #expect(!trial.edits.contains { $0.path == "training.optimizer.kind" })
      #expect(!trial.edits.contains { $0.path == "training.optimizer" })
    }
  }

  @Test func findsTheSameTwiceAndWithTwoThreads() throws {
    let broken = BrokenSpec.all[0]
    func text(threads: Int) throws -> String {
      let before = BLASThreads.count
      defer { _ = BLASThreads.setCount(before) }
      _ = BLASThreads.setCount(threads)
      let found = try #require(try BrokenSpec.gate(try broken.plan).diagnosis)
      return
        ([found.cause, found.ruledOut.joined(separator: " ")]
        + found.trials.map { "\($0.passed) \($0.edits)" }).joined(separator: "\n")
    }
    let one = try text(threads: 1)
    #expect(try text(threads: 1) == one)
    #expect(try text(threads: 2) == one)
  }

  @Test func stopsWhenAsked() throws {
    let cancellation = Cancellation()
    let runner = ExperimentRunner(
      store: RunStore(root: "runs"), arguments: [], cancellation: cancellation
    ) { event in
      if case .checkEnded(let check) = event, check.code == "SO04" { cancellation.request() }
    }
    #expect(throws: RunInterrupted.self) { try runner.check(try BrokenSpec.all[0].plan) }
  }

  @Test func pointsAtTheValueOrTheSection() throws {
    let plan = try BrokenSpec.plan("digits.csv", "digit", [])
    let variants = SpecVariants(plan: plan, data: try PreparedData(plan))
    #expect(variants.place(of: "training.optimizer.learning_rate").text == "example.yaml:6:41")
    #expect(variants.place(of: "training.optimizer.learning_rate").isSet)
    #expect(variants.place(of: "training.clip_norm").text == "example.yaml:5:1")
    #expect(!variants.place(of: "training.clip_norm").isSet)
    #expect(variants.place(of: "preprocessing.scale").text == "example.yaml")
  }

  @Test func aChangedScalePreparesTheRowsAnew() throws {
    let plan = try BrokenSpec.plan("wine.csv", "cultivar", ["preprocessing.scale=none"])
    let data = try PreparedData(plan)
    let variants = SpecVariants(plan: plan, data: data)
    let scaled = try variants.variant([SpecEdit("preprocessing.scale", "standard")])
    let wanted = try PreparedData(try BrokenSpec.plan("wine.csv", "cultivar", []))
    let rows = try scaled.rows(data.train.rowIDs)
    #expect(
      rows.inputs.matrix(as: Double.self).storage.array
        == wanted.train.inputs.matrix(as: Double.self).storage.array)
    #expect(rows.targets == data.train.targets)
    #expect(throws: (any Error).self) {
      try variants.variant([SpecEdit("preprocessing.scale", "none of these")])
    }
  }
}

@Suite struct SpecRepairTests {
  @Test func liesBesideTheOldSpec() {
    #expect(SpecRepair.path(beside: "experiments/a.yaml") == "experiments/a.fixed.yaml")
    #expect(SpecRepair.path(beside: "a.b.yml") == "a.b.fixed.yml")
    #expect(SpecRepair.path(beside: "spec") == "spec.fixed")
  }

  @Test func writesTheExampleWithOneValueChanged() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "fix-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let original = try String(
      contentsOfFile: Checkout.path("experiments/broken/learning-rate.yaml"), encoding: .utf8
    ).replacing("datasets/", with: Checkout.path("datasets") + "/")
    let path = folder.appending(path: "rate.yaml").path
    try original.write(toFile: path, atomically: true, encoding: .utf8)
    let plan = try ExperimentPlan(
      try SpecificationReader(shape: experimentShape).read(path: path, overrides: []))
    let found = try #require(try BrokenSpec.gate(plan).diagnosis?.repair)
    let repair = try SpecRepair(of: plan, by: found.edits)
    #expect(!repair.replacesFile)
    try Data(repair.text.utf8).write(to: URL(fileURLWithPath: repair.path))
    let fixed = try String(
      contentsOfFile: folder.appending(path: "rate.fixed.yaml").path, encoding: .utf8)
    #expect(
      fixed
        == original.replacing(
          "learning_rate: 30", with: "learning_rate: \(found.changes[0].new)"))
    // Written again it is the same file; another file there is reported.
    #expect(try !SpecRepair(of: plan, by: found.edits).replacesFile)
    try "spec: 1".write(toFile: repair.path, atomically: true, encoding: .utf8)
    #expect(try SpecRepair(of: plan, by: found.edits).replacesFile)
  }
}
