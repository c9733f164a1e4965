import Findings
import Foundation
import Runs
import Schema
import Specification
import Testing

@testable import Experiments

/// A leak does not hide why a pipeline cannot learn, nor the other way round: both are reported.
@Suite struct LeakAndCauseTests {
  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let lines = try String(contentsOfFile: Checkout.path("datasets/digits.csv"), encoding: .utf8)
      .split(separator: "\n").map(String.init)
    func write(_ name: String, _ rows: some Sequence<String>) throws {
      try ([lines[0]] + rows).joined(separator: "\n").write(
        to: folder.appending(path: name), atomically: true, encoding: .utf8)
    }
    try write("train.csv", lines[1...1_200])
    // 200 rows of its own, 100 of train.
    try write("test.csv", Array(lines[1_201...1_400]) + lines[301...400])
  }

  /// A small network; 0.1 is a good learning rate.
  private func plan(learningRate: Double) throws -> ExperimentPlan {
    let text = """
      spec: 1
      name: leaking
      data:
        source: {train: \(folder.path)/train.csv, test: \(folder.path)/test.csv}
        target: digit
      preprocessing: {scale: standard}
      model: {kind: mlp, hidden: [32]}
      training:
        optimizer: {kind: sgd, learning_rate: \(learningRate)}
        epochs: 20
      """
    return try ExperimentPlan(
      try SpecificationReader(shape: experimentShape).read(
        text: text, path: folder.appending(path: "leaking.yaml").path))
  }

  @Test func bothAreReportedAndBothAreRepaired() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let plan = try plan(learningRate: 30)
    let gate = try BrokenSpec.gate(plan)
    let stops = gate.checks.filter { $0.verdict == .stop }.map(\.code)
    #expect(stops.first == "SD09")
    #expect(stops.contains("SO01"), "\(stops)")
    let diagnosis = try #require(gate.diagnosis)
    #expect(diagnosis.cause == "training.optimizer.learning_rate is too high")
    #expect(!diagnosis.codes.contains("SD09"))
    #expect(
      gate.repairs.map(\.path) == [.splitRepeats, .learningRate])
    #expect(
      CauseRanking.causes(of: gate.checks, diagnosis: diagnosis).first?.source == .diagnosis)
    let repair = try SpecRepair(of: plan, by: gate.repairs)
    #expect(repair.summary.hasPrefix("data.split.repeats not set → together, "))
    let repaired = try ExperimentRunner(store: RunStore(root: "runs"), arguments: [])
      .check(repair.plan)
    #expect(!repaired.gate.isStopped)
    #expect(repaired.header.repeats?.leftOutCount == 100)
    #expect(repaired.header.trainCount + repaired.header.devCount == 1_100)
  }

  @Test func aLeakAloneHasItsOwnRepair() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let plan = try plan(learningRate: 0.1)
    let gate = try BrokenSpec.gate(plan)
    #expect(gate.checks.filter { $0.verdict == .stop }.map(\.code) == ["SD09"])
    #expect(gate.repairs.contains(SpecEdit(.splitRepeats, "together")))
    #expect(try !BrokenSpec.gate(SpecRepair(of: plan, by: gate.repairs).plan).isStopped)
  }
}
