import Diagnostics
import Experiments
import Findings
import Foundation
import Runs
import Schema
import Specification
import Testing

/// Real tables in which rows repeat by nature: the gate stops none of them.
@Suite struct RepeatedRowsHealthyTests {
  struct Table: Sendable, CustomTestStringConvertible {
    let name: String
    let target: String
    let model: String
    /// The rows beyond the first of each set of equal rows, counted by pandas (`make.py`).
    let repeatCount: Int
    var isCoincidental = false

    var testDescription: String { name }
  }

  static let tables = [
    Table(name: "concrete", target: "compressive_strength", model: "ridge", repeatCount: 25),
    Table(name: "biopsy", target: "class", model: "logistic", repeatCount: 236),
    Table(name: "heights", target: "height", model: "ridge", repeatCount: 125),
    Table(name: "mpg", target: "hwy", model: "ridge", repeatCount: 9),
    Table(
      name: "titanic", target: "survived", model: "logistic", repeatCount: 875,
      isCoincidental: true),
    Table(name: "census", target: "sex", model: "logistic", repeatCount: 48),
  ]

  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Fixtures/RepeatedRows")

  private static func gate(
    _ table: Table, source: String, _ overrides: [String] = []
  ) throws -> GateOutcome {
    let text = """
      spec: 1
      name: \(table.name)
      data:
        source: \(source)
        target: \(table.target)
        csv: {missing: ["", "NA"]}
      model: \(table.model)
      """
    let spec = try SpecificationReader(shape: experimentShape).read(
      text: text, path: "\(table.name).yaml", overrides: overrides)
    return try ExperimentRunner(store: RunStore(root: "runs"), arguments: [])
      .check(try ExperimentPlan(spec))
  }

  private func stops(_ outcome: GateOutcome) -> [String] {
    outcome.gate.checks.filter { $0.verdict == .stop }.map { "\($0.code) \($0.message)" }
  }

  @Test(arguments: tables) func aRandomSplitIsNotStopped(table: Table) throws {
    let path = Self.folder.appending(path: "\(table.name).csv").path
    for seed in 1...3 {
      let outcome = try Self.gate(table, source: path, ["data.split.seed=\(seed)"])
      #expect(stops(outcome) == [], "seed \(seed)")
      #expect(outcome.header.repeats?.count == table.repeatCount)
      #expect(
        outcome.header.repeats?.handling == (table.isCoincidental ? .coincidental : .together))
      let contamination = outcome.gate.checks.first { $0.code == "SD09" }
      #expect([.passed, .note].contains(contamination?.verdict), "\(contamination?.message ?? "")")
    }
  }

  /// The same tables as files whose rows were drawn one by one: repeats explain what recurs.
  @Test(arguments: tables) func filesDrawnRowByRowAreNotStopped(table: Table) throws {
    let text = try String(
      contentsOf: Self.folder.appending(path: "\(table.name).csv"), encoding: .utf8)
    let lines = text.split(separator: "\n").map(String.init)
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (period, seed) in [(4, 1), (5, 2), (7, 3)] as [(Int, UInt64)] {
      var generator = SplitMix(state: seed)
      let rows = lines.dropFirst().shuffled(using: &generator)
      func write(_ name: String, _ rows: [String]) throws {
        try ([lines[0]] + rows).joined(separator: "\n").write(
          to: folder.appending(path: name), atomically: true, encoding: .utf8)
      }
      try write("train.csv", rows.indices.filter { $0 % period != 0 }.map { rows[$0] })
      try write("test.csv", rows.indices.filter { $0 % period == 0 }.map { rows[$0] })
      let outcome = try Self.gate(
        table, source: "{train: \(folder.path)/train.csv, test: \(folder.path)/test.csv}")
      #expect(stops(outcome) == [], "every \(period)th row")
    }
  }

  @Test func rowsDrawnApartOnlyWarn() throws {
    let table = Self.tables[0]
    let path = Self.folder.appending(path: "concrete.csv").path
    let outcome = try Self.gate(table, source: path, ["data.split.repeats=apart"])
    #expect(stops(outcome) == [])
    let contamination = try #require(outcome.gate.checks.first { $0.code == "SD09" })
    #expect(contamination.verdict == .warning)
    #expect(contamination.message.hasSuffix("are also in train, since data.split.repeats is apart"))
    #expect(contamination.edits == [SpecEdit(.splitRepeats, "together")])
  }
}

/// A generator for shuffles that tests repeat.
///
/// **Source** Steele, Lea and Flood 2014, SplitMix64.
private struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
