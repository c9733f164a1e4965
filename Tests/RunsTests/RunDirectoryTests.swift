import Foundation
import Testing

@testable import Runs

@Suite struct RunDirectoryTests {
  @Test func appendsEventsOneToALine() throws {
    let temporary = try TemporaryStore()
    let run = try temporary.store.create(experiment: "iris", startedAt: TemporaryStore.start)
    let events = [
      RunEvent(sequence: 0, elapsedSeconds: 0, kind: .runStarted, message: "a \"start\"\nhere"),
      RunEvent(
        sequence: 1, elapsedSeconds: 0.5, kind: .epochEnded, message: "epoch 1",
        values: ["loss": .nan, "dev": 0.25]),
    ]
    for event in events { try run.append(event) }
    let listing = try temporary.store.resolve(run.id)
    let text = try #require(try temporary.store.bytes(of: "events.jsonl", in: listing))
    #expect(
      String(decoding: text, as: UTF8.self) == """
        {"elapsedSeconds":0,"kind":"run_started","message":"a \\"start\\"\\nhere","sequence":0,"values":{}}
        {"elapsedSeconds":0.5,"kind":"epoch_ended","message":"epoch 1","sequence":1,\
        "values":{"dev":0.25,"loss":"nan"}}

        """)
    #expect(listing.lastEvent?.message == "epoch 1")
  }

  @Test func replacesAFileInOneStep() throws {
    let temporary = try TemporaryStore()
    let run = try temporary.store.create(experiment: "iris", startedAt: TemporaryStore.start)
    try run.write("report.html", Array("old".utf8))
    try run.write("report.html", Array("new".utf8))
    let files = try FileManager.default.contentsOfDirectory(atPath: run.path).sorted()
    #expect(files == ["lease", "report.html"])
    #expect(try String(contentsOfFile: run.path + "/report.html", encoding: .utf8) == "new")
  }

  @Test(arguments: ["", ".x", "a/b", "../x", "record.json", "events.jsonl", "lease"])
  func refusesANameThatIsNotAFileOfTheRun(name: String) throws {
    let temporary = try TemporaryStore()
    let run = try temporary.store.create(experiment: "iris", startedAt: TemporaryStore.start)
    #expect(throws: FileFailure.self) { try run.write(name, []) }
  }

  @Test func writesNothingAfterItWasReleased() throws {
    let temporary = try TemporaryStore()
    let run = try temporary.store.create(experiment: "iris", startedAt: TemporaryStore.start)
    run.release()
    #expect(throws: FileFailure.self) { try run.write("a", []) }
    #expect(throws: FileFailure.self) { try run.finish(sampleRecord()) }
  }

  @Test func recordsARunOnce() throws {
    let temporary = try TemporaryStore()
    let run = try temporary.store.create(experiment: "iris", startedAt: TemporaryStore.start)
    try run.finish(sampleRecord(id: run.id))
    #expect(throws: FileFailure.self) { try run.finish(sampleRecord(id: run.id)) }
    let listing = try temporary.store.resolve("latest")
    #expect(throws: FileFailure.self) {
      try temporary.store.rewrite("record.json", [], in: listing)
    }
    try temporary.store.rewrite("report.html", Array("anew".utf8), in: listing)
  }

  @Test func writesThePartsOfTheRecordAsDocuments() throws {
    let temporary = try TemporaryStore()
    let run = try temporary.store.create(experiment: "iris", startedAt: TemporaryStore.start)
    try run.writeDocuments(of: sampleRecord(id: run.id))
    let files = try FileManager.default.contentsOfDirectory(atPath: run.path).sorted()
    #expect(
      files == [
        "environment.json", "lease", "metrics.json", "resolved.json", "spec.yaml", "timing.json",
      ])
  }
}
