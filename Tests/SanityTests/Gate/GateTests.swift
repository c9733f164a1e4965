import Datasets
import Diagnostics
import Findings
import Foundation
import HealthyPipelines
import Learning
import LinearAlgebra
import Schema
import Synchronization
import Testing

@testable import Sanity

@Suite struct GateTests {
  /// A report without its times.
  private func timeless(_ report: GateReport) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let checks = report.checks.map {
      CheckResult(
        code: $0.code, title: $0.title, evidenceKind: $0.evidenceKind, verdict: $0.verdict,
        message: $0.message, value: $0.value,
        threshold: $0.threshold, evidence: $0.evidence, causes: $0.causes, remedy: $0.remedy,
        elapsedSeconds: 0)
    }
    return String(
      decoding: try encoder.encode(GateReport(checks: checks, elapsedSeconds: 0)), as: UTF8.self)
  }

  @Test func runsEveryCheckOfAHealthyPipelineInOrder() throws {
    let report = try Gate.run(GateFixture.healthy().with(model("mlp"), .with(rate: 0.01)).context)
    let before = checkCatalog.entries.filter { CheckStage.beforeTraining.contains($0.stage) }
    #expect(report.checks.map(\.code) == before.map(\.code))
    #expect(!report.isStopped)
    #expect(report.checks.allSatisfy { $0.elapsedSeconds >= 0 })
    #expect(report.elapsedSeconds >= report.checks.reduce(0) { $0 + $1.elapsedSeconds })
  }

  @Test func completesTheStageThatStopsAndBeginsNoOther() throws {
    var fixture = GateFixture.healthy().with(model("mlp"))
    fixture.targets = fixture.targets.map { _ in 0 }
    let report = try Gate.run(fixture.context)
    let begun = checkCatalog.entries.filter { [.static, .data].contains($0.stage) }
    #expect(report.checks.map(\.code) == begun.map(\.code))
    #expect(report.isStopped)
  }

  @Test func aWaiverGivesItsReason() throws {
    var fixture = GateFixture.healthy().with(model("mlp"), .with(rate: 0.01))
    for i in 120..<160 { fixture.targets[i] = 0 }
    fixture.settings.waived = ["SD05": "dev holds one site"]
    let report = try Gate.run(fixture.context)
    let result = try #require(report.checks.first { $0.code == "SD05" })
    #expect(result.verdict == .waived)
    #expect(
      result.message == "every dev row has the same target: \"class_0\" (40 rows) "
        + "(waived: dev holds one site)")
    #expect(result.evidence.last == .text(title: "waived", text: "would have been a stop"))
    #expect(report.checks.last?.code == checkCatalog.entries.last(where: \.isGateCheck)?.code)
  }

  @Test func aWaiverOfWhatPassesChangesNothing() throws {
    var fixture = GateFixture.healthy()
    fixture.settings.waived = ["SD05": "for no reason"]
    #expect(try fixture.check("SD05").verdict == .passed)
  }

  @Test func reportsEachResultAsItComes() throws {
    let fixture = GateFixture.healthy().with(model("logistic"))
    let seen = Mutex<[CheckCode]>([])
    let context = fixture.context
    let watched = GateContext(
      dataset: context.dataset, inputNames: context.inputNames, train: context.train,
      dev: context.dev, test: context.test, recipe: context.recipe, plan: context.plan, seed: 1,
      observe: { result in seen.withLock { $0.append(result.code) } })
    let report = try Gate.run(watched)
    #expect(seen.withLock { $0 } == report.checks.map(\.code))
  }

  @Test func aCancelledGateIsNoPass() throws {
    let context = GateFixture.healthy().with(model("mlp")).context
    for limit in [0, 3, 30, 200] {
      let asked = Mutex(0)
      let cancelled = GateContext(
        dataset: context.dataset, inputNames: context.inputNames, train: context.train,
        dev: context.dev, test: context.test, recipe: context.recipe, plan: context.plan, seed: 1,
        isCancelled: {
          asked.withLock { count in
            count += 1
            return count > limit
          }
        })
      let error = try #require(throws: GateError.self) { try Gate.run(cancelled) }
      guard case .cancelled(let report) = error else {
        Issue.record("\(error)")
        continue
      }
      #expect(report.checks.count <= limit)
    }
  }

  @Test func aBrokenCheckIsNeverSilent() {
    struct Broken: Error {}
    let entry = checkCatalog.entry("SD01")
    #expect(throws: Broken.self) { try entry.result(settings: GateSettings()) { throw Broken() } }
  }

  @Test(arguments: 1...3 as ClosedRange<UInt64>)
  func findsTheSameTwice(seed: UInt64) throws {
    for fixture in [
      GateFixture.healthy(classes: 3, seed: seed).with(model("mlp"), .with(rate: 0.01)),
      .healthy(seed: seed).with(model("mlp", [("dropout", 0.5)])),
      .healthy(seed: seed).with(model("mlp"), .with("sgd", rate: 30)),
      .healthyNumbers(seed: seed).with(model("ridge")),
    ] {
      #expect(
        try timeless(try Gate.run(fixture.context)) == timeless(try Gate.run(fixture.context)))
    }
  }

  @Test func aReportOfABrokenPipelineIsPlainJSON() throws {
    let fixture = GateFixture.healthyNumbers().with(model("mlp"), .with("sgd", rate: 1e30))
    let report = try Gate.run(fixture.context)
    #expect(report.isStopped)
    let data = try JSONEncoder().encode(report)
    #expect(try JSONDecoder().decode(GateReport.self, from: data) == report)
  }

  @Test(arguments: [1, 2, 3, 5])
  func livesWithVeryFewRows(count: Int) throws {
    for recipe in [model("mlp"), model("logistic")] {
      let fixture = GateFixture(
        columns: [normals(count, seed: 1), normals(count, seed: 2)],
        classes: (0..<count).map { $0 % 2 }, train: count, classCount: 2)
      #expect(throws: Never.self) { try Gate.run(fixture.with(recipe).context) }
    }
    for recipe in [model("mlp"), model("linear"), model("ridge")] {
      let fixture = GateFixture(
        columns: [normals(count, seed: 1)], values: normals(count, seed: 3), train: count)
      #expect(throws: Never.self) { try Gate.run(fixture.with(recipe).context) }
    }
  }

  @Test func livesWithValuesThatAreNotFinite() throws {
    var fixture = GateFixture.healthyNumbers().with(model("mlp"))
    fixture.inputs = Matrix(rowCount: 200, columnCount: 5, repeating: .nan)
    #expect(try Gate.run(fixture.context).isStopped)
    fixture.settings.waived = ["SD01": "to see what follows", "SD02": "", "SO01": ""]
    #expect(throws: Never.self) { try Gate.run(fixture.context) }
  }
}
