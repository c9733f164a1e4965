import Diagnostics
import Evaluation
import Foundation
import Runs
import Schema
import Testing

@testable import Experiments

/// The sheet of errors and its tags, on eight rows with two errors, worked by hand.
@Suite struct ErrorSheetTests {
  private static let goals = "goals: [{metric: accuracy, slice: {sex: F}, at_least: 0.5}]"

  private let example: ScoredExample

  init() throws { example = try ScoredExample() }

  private func run(_ sections: String = goals, human: Double? = nil) throws -> RecordedRun {
    let plan = try example.plan(sections)
    let record = try example.record(plan) { record in
      guard let human else { return }
      let estimate = Estimate(value: human, low: nil, high: nil, level: 0.95, method: "published")
      record.baselines = [
        BaselineRecord(
          name: "experts", kind: .human, source: "a study", rowCount: 100,
          metrics: [
            MetricRecord(
              name: "accuracy", estimate: estimate, direction: .higherIsBetter, unit: .ratio)
          ], comparisons: [], seconds: nil)
      ]
    }
    return try RecordedRun(record.id, in: example.store)
  }

  private func priorities(_ tags: String, human: Double? = nil) throws -> ErrorPriorities {
    let path = "\(example.folder)/tags.csv"
    try tags.write(toFile: path, atomically: true, encoding: .utf8)
    return try ErrorPriorities(of: run(human: human), taggedIn: path, store: example.store)
  }

  @Test func theSheetHasTheTwoErrors() throws {
    let sheet = try ErrorSheet(of: run(), in: example.store, limit: 10)
    #expect(sheet.part == .test)
    #expect(sheet.rowCount == 8)
    #expect(sheet.errorCount == 2)
    let lines = String(decoding: sheet.bytes, as: UTF8.self).split(separator: "\n")
    #expect(
      lines.first
        == "row,tags,truth,prediction,loss,nearest_train_row,nearest_train_truth,slices,x,sex")
    // −ln 0.4 and −ln 0.3; train has the same rows, so that each is nearest to its own copy.
    #expect(
      lines.dropFirst().sorted() == [
        "test.csv:2,,yes,no (60.0 %),0.916291,train.csv:2,yes,sex = F,2,F",
        "test.csv:4,,no,yes (70.0 %),1.20397,train.csv:4,no,,4,M",
      ])
  }

  @Test func theSheetHasAtMostItsLimit() throws {
    let sheet = try ErrorSheet(of: run(), in: example.store, limit: 1)
    #expect(sheet.errorCount == 2)
    #expect(sheet.sheetRowCount == 1)
  }

  /// Accuracy 6 of 8. Both errors are dark, one is blurry too; of the four women one is wrong.
  @Test func tagsSayWhatCouldBeGained() throws {
    let found = try priorities("row,tags\ntest.csv:4,dark\ntest.csv:2, dark ; blurry\n")
    #expect(found.taggedCount == 2)
    #expect(found.accuracy == 0.75)
    #expect(found.reachedBy == nil)
    #expect(found.kinds.map(\.name) == ["dark", "blurry"])
    #expect(found.kinds.map(\.rowCount) == [2, 1])
    #expect(found.kinds.map(\.gain) == [0.25, 0.125])
    #expect(found.slices.map(\.name) == ["sex = F"])
    #expect(found.slices.map(\.gain) == [0.125])
  }

  @Test func theHumanBaselineIsWhatCanBeReached() throws {
    let found = try priorities("row,tags\ntest.csv:4,dark\ntest.csv:2,\n", human: 0.875)
    #expect(found.reachedBy == "experts")
    #expect(found.taggedCount == 1)
    #expect(found.kinds.map(\.gain) == [0.125])
    #expect(found.slices.map(\.gain) == [0.0625])
  }

  @Test(arguments: [
    (
      "row,tags\ntest.csv:1,dark\ntest.csv:2,dark\ntest.csv:2,dark\n",
      [
        "row must name an error of the run; got \"test.csv:1\"",
        "row must be tagged once; got \"test.csv:2\" again",
      ]
    ),
    ("row,tags\ntest.csv:2,\ntest.csv:4,\n", ["\"PATH\" must have a tag; got none"]),
    ("row,kind\ntest.csv:2,dark\n", ["\"PATH\" must have the columns row, tags; got row, kind"]),
  ])
  func aWrongSheetIsRefusedWithAllProblems(_ tags: String, _ messages: [String]) throws {
    let error = try #require(throws: DiagnosticsError.self) { try priorities(tags) }
    #expect(error.fault == .data)
    #expect(
      error.diagnostics.map(\.message)
        == messages.map { $0.replacing("PATH", with: "\(example.folder)/tags.csv") })
  }

  @Test func changedDataAreRefused() throws {
    let recorded = try run()
    let changed = ScoredExample.testRows.replacing("4,M,no", with: "4,M,yes")
    try changed.write(toFile: "\(example.folder)/test.csv", atomically: true, encoding: .utf8)
    let error = try #require(throws: DiagnosticsError.self) {
      try ErrorSheet(of: recorded, in: example.store, limit: 10)
    }
    #expect(error.fault == .data)
    #expect(error.diagnostics.map(\.id) == ["changed-data"])
  }
}
