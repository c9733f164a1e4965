import Diagnostics
import Foundation
import Synchronization
import Testing

@testable import Runs

@Suite struct RunStoreTests {
  @Test func namesARunByItsStartInUTC() throws {
    let temporary = try TemporaryStore()
    let run = try temporary.store.create(
      experiment: "iris", startedAt: TemporaryStore.start, suffix: { 0x4f2a })
    #expect(run.id == "20261123-101500-4f2a")
    #expect(run.path == "\(temporary.store.root)/iris/20261123-101500-4f2a")
    #expect(RunID.time(in: run.id) == "2026-11-23T10:15:00Z")
  }

  /// Dates worked out with `date -u -d @N`.
  @Test(arguments: [
    (0, "1970-01-01T00:00:00Z"), (951_782_399, "2000-02-28T23:59:59Z"),
    (951_782_400, "2000-02-29T00:00:00Z"), (1_709_251_199, "2024-02-29T23:59:59Z"),
    (4_107_542_400, "2100-03-01T00:00:00Z"), (-1, "1969-12-31T23:59:59Z"),
  ])
  func tellsTheTimeInUTC(seconds: Int, text: String) {
    #expect(RunTime.text(of: Date(timeIntervalSince1970: Double(seconds))) == text)
  }

  @Test func takesAnotherNameWhenOneIsTaken() throws {
    let temporary = try TemporaryStore()
    let first = try temporary.store.create(
      experiment: "iris", startedAt: TemporaryStore.start, suffix: { 7 })
    try first.write("spec.yaml", Array("first".utf8))
    let suffixes = Mutex<[UInt16]>([7, 7, 8])
    let second = try temporary.store.create(
      experiment: "iris", startedAt: TemporaryStore.start,
      suffix: { suffixes.withLock { $0.removeFirst() } })
    #expect(first.id.hasSuffix("0007"))
    #expect(second.id.hasSuffix("0008"))
    let kept = try temporary.store.bytes(
      of: "spec.yaml", in: temporary.store.resolve("0007"))
    #expect(kept == Array("first".utf8))
  }

  @Test func givesTwoHundredConcurrentRunsDirectoriesOfTheirOwn() throws {
    let temporary = try TemporaryStore()
    let store = temporary.store
    let runs = Mutex<[RunDirectory]>([])
    let failures = Mutex<[String]>([])
    // Few suffixes on purpose: 8 threads must collide all the time.
    let counter = Atomic<Int>(0)
    let threads = (0..<8).map { _ in
      Thread {
        for _ in 0..<25 {
          do {
            let run = try store.create(experiment: "iris", startedAt: TemporaryStore.start) {
              UInt16(counter.add(1, ordering: .relaxed).newValue % 256)
            }
            try run.write("mine", Array(run.id.utf8))
            runs.withLock { $0.append(run) }
          } catch {
            failures.withLock { $0.append("\(error)") }
          }
        }
        counter.add(1_000_000, ordering: .relaxed)
      }
    }
    threads.forEach { $0.start() }
    while counter.load(ordering: .relaxed) < 8_000_000 { Thread.sleep(forTimeInterval: 0.01) }
    #expect(failures.withLock { $0 } == [])
    let ids = runs.withLock { $0.map(\.id) }
    #expect(Set(ids).count == 200)
    let listings = try store.listings()
    #expect(listings.count == 200)
    #expect(listings.allSatisfy { $0.status == .running })
    for listing in listings {
      #expect(try store.bytes(of: "mine", in: listing) == Array(listing.id.utf8))
    }
    let visible = try FileManager.default.contentsOfDirectory(atPath: "\(store.root)/iris")
    #expect(visible.count == 200)
  }

  @Test func listsTheLatestFirst() throws {
    let temporary = try TemporaryStore()
    for (index, experiment) in ["iris", "wine", "iris"].enumerated() {
      _ = try temporary.store.create(
        experiment: experiment, startedAt: TemporaryStore.start + Double(index),
        suffix: { UInt16(index) })
    }
    #expect(
      try temporary.store.listings().map { "\($0.experiment) \($0.id)" } == [
        "iris 20261123-101502-0002", "wine 20261123-101501-0001", "iris 20261123-101500-0000",
      ])
    #expect(try temporary.store.listings(limit: 1).map(\.id) == ["20261123-101502-0002"])
    #expect(try temporary.store.listings(experiment: "wine").count == 1)
    #expect(try temporary.store.runCount(experiment: "iris") == 2)
  }

  @Test func hasNoRunsWhereThereIsNoFolder() throws {
    #expect(try RunStore(root: "/nonexistent/runs").listings() == [])
  }

  @Test func ignoresFilesAndFoldersThatAreNoRuns() throws {
    let temporary = try TemporaryStore()
    try temporary.put([], at: "notes.txt")
    try temporary.put([], at: "iris/my-notes/a.txt")
    try temporary.put([], at: "iris/.20261123-101500-0001/lease")
    #expect(try temporary.store.listings() == [])
  }

  @Test(arguments: ["", ".", "..", "a/b", ".hidden", "a@b", "a\nb"])
  func rejectsAnExperimentThatCannotNameAFolder(name: String) throws {
    let temporary = try TemporaryStore()
    let error = #expect(throws: DiagnosticsError.self) {
      try temporary.store.create(experiment: name, startedAt: TemporaryStore.start)
    }
    #expect(
      error?.diagnostics.map(\.message) == [
        "an experiment's name must be able to name a folder (no slash, no \"@\", not hidden); "
          + "got \"\(name)\""
      ])
  }

  @Test func saysWhichFolderCannotBeMade() {
    let error = #expect(throws: FileFailure.self) {
      try RunStore(root: "/dev/null/runs").create(
        experiment: "iris", startedAt: TemporaryStore.start)
    }
    #expect(error?.description == "cannot create /dev/null/runs/iris: Not a directory")
  }

  /// A named pipe would block, and a sparse file may state any size.
  @Test func filesThatCannotBeReadWholeAreFailures() throws {
    let temporary = try TemporaryStore()
    let run = try temporary.store.create(
      experiment: "iris", startedAt: TemporaryStore.start, suffix: { 0x4f2a })
    run.release()
    let record = run.path + "/record.json"
    #expect(mkfifo(record, 0o600) == 0)
    var listing = try temporary.store.resolve("latest")
    #expect(
      listing.status == .unreadable("cannot read \(record): it is not a regular file"))
    let piped = #expect(throws: FileFailure.self) { try temporary.store.record(of: listing) }
    #expect(piped?.fault == .data)
    #expect(
      piped?.diagnostics.first?.notes
        == ["put a copy of the file in its place, or remove the folder of the run"])
    unlink(record)
    let file = open(record, O_WRONLY | O_CREAT, 0o600)
    #expect(ftruncate(file, 1 << 42) == 0)
    #expect(pwrite(file, "}\n", 2, (1 << 42) - 2) == 2)
    close(file)
    listing = try temporary.store.resolve("latest")
    #expect(listing.status == .unreadable("cannot read \(record): File too large"))
    let large = #expect(throws: FileFailure.self) { try temporary.store.record(of: listing) }
    #expect(large?.fault == .data)
  }
}
