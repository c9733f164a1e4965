/// One run of a store as a list shows it.
public struct RunListing: Sendable, Hashable {
  public let id: String
  public let experiment: String
  /// The run's directory: "runs/adult-income/20261123-101500-4f2a".
  public let path: String
  public let status: RunStatus
  /// ISO 8601, UTC; from the id where there is no record.
  public let startedAt: String
  /// nil where there is no readable record.
  public let summary: RunSummary?
  /// The process that holds the run, or held it before it died.
  public let holder: RunHolder?
  /// How far a run without a record came.
  public let lastEvent: RunEvent?
}

extension RunListing {
  /// Reads only what the status needs: the record's first line, or the lease and the events.
  init(experiment: String, id: String, root: String) {
    let folder = RunFolder(path: "\(root)/\(experiment)/\(id)")
    var head = RecordFile.head(in: folder)
    var lease: Lease.State?
    if case .missing = head {
      lease = Lease.state(in: folder)
      // The run may have ended between the two looks.
      head = RecordFile.head(in: folder)
    }
    self.id = id
    self.experiment = experiment
    path = folder.path
    switch head {
    case .summary(let found):
      status = .finished(found.ending)
      summary = found
      holder = nil
    case .unreadable(let reason):
      status = .unreadable(reason)
      summary = nil
      holder = nil
    case .missing:
      summary = nil
      switch lease {
      case .held(let found):
        status = .running
        holder = found
      case .free(let found):
        status = .interrupted
        holder = found
      case .unknown(let reason):
        status = .unreadable(reason)
        holder = nil
      case nil:
        status = .interrupted
        holder = nil
      }
    }
    startedAt = summary?.startedAt ?? RunID.time(in: id) ?? ""
    lastEvent = summary == nil ? EventLog.last(in: folder) : nil
  }
}
