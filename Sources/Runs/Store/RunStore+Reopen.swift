import Diagnostics
public import FoundationEssentials

extension RunStore {
  /// The directory of an interrupted run, held by this process from now on.
  ///
  /// **Errors** a `DiagnosticsError` for a run that has ended, that a process holds, or whose
  /// holder nobody can ask; `FileFailure`.
  public func reopen(_ listing: RunListing, at moment: Date) throws -> RunDirectory {
    try checkInterrupted(listing)
    let folder = RunFolder(path: listing.path)
    guard let lease = try Lease.takenOver(in: folder, since: RunTime.text(of: moment)) else {
      let now = RunListing(experiment: listing.experiment, id: listing.id, root: root)
      throw Self.held(now)
    }
    switch RecordFile.head(in: folder) {
    case .missing: break
    case .summary, .unreadable:
      // The run ended between the listing and the lock.
      try checkInterrupted(
        RunListing(experiment: listing.experiment, id: listing.id, root: root))
    }
    try folder.removePartials()
    try EventLog.repair(in: folder)
    return RunDirectory(
      id: listing.id, experiment: listing.experiment, folder: folder, lease: lease)
  }

  /// Throws a `DiagnosticsError` unless the run is interrupted, or `UnreadableRun`.
  public func checkInterrupted(_ listing: RunListing) throws {
    switch listing.status {
    case .interrupted: return
    case .running: throw Self.held(listing)
    case .finished:
      // The status is in the first line; a record that is damaged further on is no ended run.
      _ = try record(of: listing)
      throw Self.refusal(
        "run-ended", listing, "it has ended as \"\(listing.status.word)\"",
        notes: [
          "see it: assay show \(listing.id)", "run it again: assay reproduce \(listing.id)",
        ])
    case .unreadable: try listing.expectReadable()
    }
  }

  private static func held(_ listing: RunListing) -> DiagnosticsError {
    let holder = listing.holder.map { "process \($0.processID) on \($0.host)" }
    return refusal(
      "run-running", listing, "\(holder ?? "another process") is running it",
      notes: ["wait for it, or stop it first"])
  }

  private static func refusal(
    _ id: String, _ listing: RunListing, _ reason: String, notes: [String]
  ) -> DiagnosticsError {
    DiagnosticsError(
      Diagnostic(
        id: id, "run \(listing.id) must be interrupted to be resumed; \(reason)", notes: notes))
  }
}
