import Foundation
import Glibc
import Testing
import Text

@testable import Runs

@Suite struct RunStatusTests {
  @Test func followsARunFromItsStartToItsEnd() throws {
    let temporary = try TemporaryStore()
    let store = temporary.store
    let run = try store.create(experiment: "iris", startedAt: TemporaryStore.start)
    #expect(try store.resolve("latest").status == .running)
    #expect(try store.resolve("latest").holder?.processID == getpid())
    var record = sampleRecord(id: run.id)
    record.ending = .goalMissed
    try run.finish(record)
    #expect(try store.resolve("latest").status == .finished(.goalMissed))
    run.release()
    let listing = try store.resolve("latest")
    #expect(listing.status == .finished(.goalMissed))
    #expect(listing.summary == record.summary)
    #expect(listing.summary?.headline?.metric.name == "accuracy")
  }

  @Test func isInterruptedWhenNobodyHoldsItAndThereIsNoRecord() throws {
    let temporary = try TemporaryStore()
    let run = try temporary.store.create(experiment: "iris", startedAt: TemporaryStore.start)
    run.release()
    let listing = try temporary.store.resolve("latest")
    #expect(listing.status == .interrupted)
    #expect(listing.startedAt == "2026-11-23T10:15:00Z")
    #expect(listing.holder?.since == "2026-11-23T10:15:00Z")
  }

  @Test func isInterruptedWhenTheLeaseIsGone() throws {
    let temporary = try TemporaryStore()
    try temporary.put([], at: "iris/20261123-101500-4f2a/spec.yaml")
    #expect(try temporary.store.resolve("latest").status == .interrupted)
  }

  /// A child process holds the run, is seen to hold it, and dies by `kill -9`.
  @Test func isInterruptedWhenItsProcessIsKilled() async throws {
    let temporary = try TemporaryStore()
    let store = temporary.store
    let root = store.root
    async let death: ExitTest.Result? = #expect(processExitsWith: .signal(SIGKILL)) {
      [root = root as String] in
      let run = try RunStore(root: root).create(
        experiment: "iris", startedAt: TemporaryStore.start)
      try run.append(
        RunEvent(sequence: 0, elapsedSeconds: 0, kind: .epochEnded, message: "epoch 1"))
      while access(root + "/die", F_OK) != 0 { usleep(1000) }
      _ = kill(getpid(), SIGKILL)
    }
    var seen: RunListing?
    for _ in 0..<2000 where seen?.lastEvent == nil {
      try await Task.sleep(for: .milliseconds(5))
      seen = try store.listings().first
    }
    #expect(seen?.status == .running)
    #expect(seen?.holder.map { $0.processID != getpid() } == true)
    try temporary.put([], at: "die")
    _ = await death
    let listing = try store.resolve("latest")
    #expect(listing.status == .interrupted)
    #expect(listing.lastEvent?.message == "epoch 1")
  }

  /// Whatever the moment of death, the run reads either as interrupted or as whole.
  @Test(arguments: Array(stride(from: 0, to: 15_000, by: 300)))
  func staysReadableWhenKilledAtAnyMoment(microseconds: Int) async throws {
    let temporary = try TemporaryStore()
    let store = temporary.store
    let root = store.root
    await #expect(processExitsWith: .signal(SIGKILL)) {
      [root = root as String, microseconds = microseconds as Int] in
      let record = sampleRecord()
      Thread.detachNewThread {
        usleep(UInt32(microseconds))
        _ = kill(getpid(), SIGKILL)
      }
      while true {
        let run = try RunStore(root: root).create(
          experiment: "iris", startedAt: TemporaryStore.start)
        for epoch in 0..<20 {
          try run.append(
            RunEvent(
              sequence: epoch, elapsedSeconds: 0, kind: .epochEnded, message: "epoch \(epoch)"))
        }
        try run.writeDocuments(of: record)
        try run.finish(record)
        run.release()
      }
    }
    for listing in try store.listings() {
      switch listing.status {
      case .finished: #expect(try store.record(of: listing).id == sampleRecord().id)
      case .interrupted: #expect(try store.events(of: listing).damagedLineCount == 0)
      case .running, .unreadable: Issue.record("\(listing)")
      }
      #expect(try !store.events(of: listing).endsTorn)
    }
  }

  /// On a file system without locks the process that the lease names is asked for.
  @Test func asksForTheProcessWhereThereAreNoLocks() throws {
    let temporary = try TemporaryStore()
    func status(_ holder: RunHolder) throws -> RunStatus {
      try temporary.put(JSON.file(of: holder), at: "iris/20261123-101500-4f2a/lease")
      return try temporary.store.resolve("latest").status
    }
    let me = RunHolder.current(since: "", isLocked: false)
    #expect(try status(me) == .running)
    let later = RunHolder(
      host: me.host, processID: me.processID, processStart: (me.processStart ?? 0) + 1, since: "",
      isLocked: false)
    #expect(try status(later) == .interrupted)
    let elsewhere = RunHolder(
      host: "another-host", processID: 1, processStart: 1, since: "", isLocked: false)
    #expect(
      try status(elsewhere)
        == .unreadable("its process ran on another-host, which is not asked"))
  }

  @Test func namesEachStatusInAWord() {
    #expect(RunStatus.finished(.stoppedByGate).word == "stopped by gate")
    #expect(RunStatus.finished(.finished).word == "finished")
    #expect(RunStatus.running.word == "running")
    #expect(RunStatus.unreadable("x").word == "unreadable")
  }
}
