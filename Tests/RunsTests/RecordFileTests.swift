import Foundation
import Schema
import Testing
import Text

@testable import Runs

@Suite struct RecordFileTests {
  private let place = "iris/20261123-101500-4f2a/record.json"

  @Test func givesBackTheSameRecord() throws {
    let record = sampleRecord()
    let bytes = try RecordFile.bytes(of: record)
    let copy = try RecordFile.record(from: bytes)
    #expect(try RecordFile.bytes(of: copy) == bytes)
    #expect(copy.training?.epochs.first?.trainLoss == .infinity)
    #expect(copy.training?.epochs.first?.devLoss?.isNaN == true)
  }

  @Test func beginsWithALineThatHoldsTheSummary() throws {
    let text = String(decoding: try RecordFile.bytes(of: sampleRecord()), as: UTF8.self)
    let lines = text.split(separator: "\n")
    #expect(lines.count == 2)
    #expect(lines[0].hasPrefix("{\"summary\":{"))
    #expect(lines[0].utf8.count < RecordFile.headByteCount)
  }

  @Test func isUnreadableWhenCutAtAnyByte() throws {
    let temporary = try TemporaryStore()
    let bytes = try RecordFile.bytes(of: sampleRecord())
    for length in 0..<bytes.count {
      try temporary.put(Array(bytes[..<length]), at: place)
      let listing = try temporary.store.resolve("latest")
      #expect(listing.status == .unreadable("record.json is cut off"), "cut at \(length)")
      #expect(throws: UnreadableRun(id: listing.id, reason: "record.json is cut off")) {
        try temporary.store.record(of: listing)
      }
    }
    try temporary.put(bytes, at: place)
    #expect(try temporary.store.resolve("latest").status == .finished(.finished))
  }

  @Test func refusesARecordOfALaterFormat() throws {
    let temporary = try TemporaryStore()
    var record = sampleRecord()
    record.version = 2
    try temporary.put(
      Array("{\"summary\":".utf8) + JSON.line(of: record.summary).dropLast()
        + Array(",\n".utf8) + JSON.line(of: record).dropFirst(), at: place)
    let listing = try temporary.store.resolve("latest")
    let reason = "record.json was written by a later Assay (format 2; this one reads up to 1)"
    #expect(listing.status == .unreadable(reason))
    #expect(throws: UnreadableRun(id: listing.id, reason: reason)) {
      try temporary.store.record(of: listing)
    }
  }

  @Test func readsARecordThatAnotherProgramFormatted() throws {
    let temporary = try TemporaryStore()
    try temporary.put(JSON.file(of: sampleRecord()), at: place)
    #expect(try temporary.store.resolve("latest").summary == sampleRecord().summary)
  }

  @Test(arguments: [
    ("[]\n}\n", "record.json is damaged: it is not valid JSON"),
    ("{}\n", "record.json is damaged: \"version\" is missing"),
    ("{\"version\":1}\n", "record.json is damaged: \"id\" is missing"),
    ("{\"version\":1,\"id\":7}\n", "record.json is damaged: \"id\" has another type"),
  ])
  func saysWhatIsWrongWithADamagedRecord(text: String, reason: String) throws {
    let temporary = try TemporaryStore()
    try temporary.put(Array(text.utf8), at: place)
    #expect(try temporary.store.resolve("latest").status == .unreadable(reason))
  }

  /// Counts that overflow a sum or make a share negative ended the report (found by scripts/fuzz).
  @Test(arguments: [Int.max, Int.min, -1, 1 << 49])
  func refusesCountsThatNothingCanHave(count: Int) throws {
    var confusion = sampleRecord()
    confusion.analysis = AnalysisRecord(
      part: .test, confusion: [[1, count], [0, 2]], classes: [], scatter: [], worst: [])
    var rows = sampleRecord()
    rows.evaluations[0].rowCount = count
    for (record, place) in [(confusion, "analysis.confusion"), (rows, "evaluations")] {
      #expect(throws: RecordFailure.malformed("\"\(place)\" has an impossible count")) {
        try RecordFile.record(from: JSON.line(of: record))
      }
    }
  }

  @Test func saysThatThereIsNoRecord() throws {
    let temporary = try TemporaryStore()
    let run = try temporary.store.create(experiment: "iris", startedAt: TemporaryStore.start)
    let listing = try temporary.store.resolve(run.id)
    let reason = "there is no record.json: the run has not ended by itself"
    #expect(throws: UnreadableRun(id: listing.id, reason: reason, isUnfinished: true)) {
      try temporary.store.record(of: listing)
    }
  }
}

@Suite struct EventLogTests {
  @Test func leavesOutALineCutAtAnyByte() throws {
    let events = (0..<4).map {
      RunEvent(
        sequence: $0, elapsedSeconds: Double($0), kind: .epochEnded, message: "épöche \($0) 🎯",
        values: ["loss": 1 / Double($0)])
    }
    let lines = try events.map { try JSON.line(of: $0) }
    let bytes = lines.flatMap { $0 }
    for length in 0...bytes.count {
      let log = EventLog(Array(bytes[..<length]))
      // A line counts from its last brace on, with or without its line break.
      let whole = lines.indices.count { lines[...$0].reduce(0) { $0 + $1.count } - 1 <= length }
      #expect(log.events == Array(events.prefix(whole)), "cut at \(length)")
      #expect(log.damagedLineCount == 0)
    }
    #expect(!EventLog(bytes).endsTorn)
    #expect(EventLog(bytes.dropLast(5)).endsTorn)
  }

  @Test func countsLinesThatAreNoEvents() {
    let log = EventLog(Array("not an event\n\u{0}\n".utf8))
    #expect(log.events == [])
    #expect(log.damagedLineCount == 2)
    #expect(!log.endsTorn)
  }
}

extension EventLog {
  init(_ bytes: some Sequence<UInt8>) { self.init(Array(bytes)) }
}
