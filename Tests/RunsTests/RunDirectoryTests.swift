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

  @Test func theLastFilesAreThereBeforeTheRecord() throws {
    let temporary = try TemporaryStore()
    let run = try temporary.store.create(experiment: "iris", startedAt: TemporaryStore.start)
    let path = run.path
    try run.finish(sampleRecord(id: run.id)) {
      #expect(!FileManager.default.fileExists(atPath: path + "/record.json"))
      try run.write("report.html", Array("last".utf8))
    }
    #expect(try String(contentsOfFile: path + "/report.html", encoding: .utf8) == "last")
    #expect(FileManager.default.fileExists(atPath: path + "/record.json"))
  }

  /// A record says that all else is there, so that without the last files there may be none.
  @Test func aLastFileThatFailsLeavesNoRecord() throws {
    let temporary = try TemporaryStore()
    let run = try temporary.store.create(experiment: "iris", startedAt: TemporaryStore.start)
    #expect(throws: FileFailure.self) {
      try run.finish(sampleRecord(id: run.id)) { try run.write("a/b", []) }
    }
    #expect(!FileManager.default.fileExists(atPath: run.path + "/record.json"))
    try run.finish(sampleRecord(id: run.id))
  }

  /// The folder is gone: its names can no longer be brought to the disk, and the run must know.
  @Test func aDiskThatFailsIsHeardOfBeforeTheRecord() throws {
    let temporary = try TemporaryStore()
    let folder = RunFolder(path: temporary.store.root + "/queue")
    try folder.create()
    let disk = DiskQueue(folder)
    let file = try folder.put("a", [1])
    try FileManager.default.removeItem(atPath: folder.path)
    try disk.add(file)
    #expect(throws: FileFailure.self) { try disk.settle() }
    #expect(throws: FileFailure.self) { try disk.add(file) }
  }

  @Test func theSameFileAgainIsNotWrittenAgain() throws {
    let temporary = try TemporaryStore()
    let run = try temporary.store.create(experiment: "iris", startedAt: TemporaryStore.start)
    func inode() throws -> Int? {
      try FileManager.default.attributesOfItem(atPath: run.path + "/a")[.systemFileNumber] as? Int
    }
    try run.write("a", [1])
    let first = try inode()
    try run.write("a", [1])
    #expect(try inode() == first)
    try run.write("a", [2])
    #expect(try Data(contentsOf: URL(fileURLWithPath: run.path + "/a")) == Data([2]))
  }
}
