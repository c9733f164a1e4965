import Foundation
import Runs
import Testing
import Text

@testable import Reporting

@Suite struct TerminalTests {
  private func summary(_ record: RunRecord, width: Int, colors: Bool = false) -> [String] {
    TerminalSummary.lines(
      record, directory: "runs/\(record.experiment)/\(record.id)", width: width, colors: colors)
  }

  @Test(arguments: Sample.all.map(\.name), [100, 60]) func saysARunInOneScreen(
    name: String, width: Int
  ) throws {
    let record = try #require(Sample.all.first { $0.name == name }).record
    let lines = summary(record, width: width)
    try expectSnapshot(lines.joined(separator: "\n") + "\n", "\(name).\(width).txt")
    #expect(lines.count <= 40)
  }

  /// Single words may be longer than the line, as paths are.
  @Test(arguments: ["binary", "multiclass", "regression", "stopped", "diverged"], [60, 80, 120])
  func staysWithinTheTerminal(name: String, width: Int) throws {
    let record = try #require(Sample.all.first { $0.name == name }).record
    for line in summary(record, width: width)
      + ShowText.lines(
        record, directory: "runs/x", width: width, colors: false)
    where line.split(separator: " ").allSatisfy({ $0.count < width / 2 }) {
      #expect(TextWidth.columns(of: line) <= width, "\(line)")
    }
  }

  @Test(arguments: Sample.all.map(\.name)) func coloursChangeNothingButTheColour(
    name: String
  ) throws {
    let record = try #require(Sample.all.first { $0.name == name }).record
    let colored = summary(record, width: 100, colors: true)
    #expect(colored.contains { $0.contains("\u{1B}[") })
    let plain = colored.map { $0.replacing(#/\u{1B}\[[0-9]+m/#, with: "") }
    #expect(plain.map(trimmed) == summary(record, width: 100).map(trimmed))
  }

  private func trimmed(_ line: String) -> String {
    String(line.reversed().drop { $0 == " " }.reversed())
  }

  @Test func obeysNoControlCharacterOfTheData() {
    var record = Sample.hostile
    record.experiment = "a\u{1B}[31mred\u{7}"
    for line in summary(record, width: 100) {
      #expect(!line.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x202E }, "\(line)")
    }
  }

  @Test(arguments: [100, 60]) func comparesRunsUnderEachOther(width: Int) throws {
    let lines = CompareTable.lines(Sample.comparison, width: width, colors: false)
    try expectSnapshot(lines.joined(separator: "\n") + "\n", "comparison.\(width).txt")
  }

  @Test func comparesRunsInMarkdown() throws {
    try expectSnapshot(CompareTable.markdown(Sample.comparison), "comparison.md")
  }

  @Test func namesTheRunsThatAreNotCompared() {
    let runs = Sample.comparison.runs
    let note = "runs must be measured on the same rows to be compared; b has 8 rows, a has 9"
    let compared = ComparedRuns(
      runs: [runs[0], ComparedRun(record: runs[1].record, metrics: runs[1].metrics), runs[2]],
      metric: "accuracy", notes: [note])
    let lines = CompareTable.lines(compared, width: 120, colors: false)
    #expect(lines.contains("! \(note)"))
    #expect(
      compared.verdict
        == "1 of 2 runs is better than 91c0 in accuracy; 1 run could not be compared")
  }

  @Test(arguments: ["binary", "regression"]) func showsARunInFull(name: String) throws {
    let record = try #require(Sample.all.first { $0.name == name }).record
    let lines = ShowText.lines(record, directory: "runs/x", width: 100, colors: false)
    try expectSnapshot(lines.joined(separator: "\n") + "\n", "\(name).show.txt")
  }
}

@Suite struct RunTableTests {
  /// Listings come from a store alone, so one is filled.
  private func listings() throws -> [RunListing] {
    let root = FileManager.default.temporaryDirectory.appending(path: "runs-\(UUID().uuidString)")
      .path()
    defer { try? FileManager.default.removeItem(atPath: root) }
    let store = RunStore(root: root)
    for (index, sample) in Sample.all.dropLast().enumerated() {
      let run = try store.create(
        experiment: sample.record.experiment,
        startedAt: Date(timeIntervalSince1970: 1_795_428_900 + Double(index)))
      var record = sample.record
      record.id = run.id
      try run.finish(record)
      run.release()
    }
    let cut = try store.create(
      experiment: "wine", startedAt: Date(timeIntervalSince1970: 1_795_429_000))
    try cut.append(
      RunEvent(sequence: 0, elapsedSeconds: 1, kind: .epochEnded, message: "epoch 12: loss 0.31"))
    cut.release()
    return try store.listings()
  }

  private func table(width: Int) throws -> String {
    RunTable.lines(try listings(), width: width, colors: false).joined(separator: "\n")
      .replacing(#/-[0-9a-f]{4} /#, with: "-xxxx ")
      .replacing(#/(?m)^[0-9a-f]{4} /#, with: "xxxx ") + "\n"
  }

  @Test(arguments: [140, 80, 60]) func listsRunsLatestFirst(width: Int) throws {
    let text = try table(width: width)
    try expectSnapshot(text, "runs.\(width).txt")
    for line in text.split(separator: "\n") { #expect(TextWidth.columns(of: line) <= width) }
  }

  @Test func saysThatThereAreNone() {
    #expect(
      RunTable.lines([], width: 80, colors: false) == [
        "no runs recorded yet: \"assay run SPEC\" records one"
      ])
  }
}
