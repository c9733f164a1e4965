import Diagnostics
public import FoundationEssentials
import Glibc

/// A folder of runs, `ROOT/EXPERIMENT/RUN-ID`: plain files, no database.
public struct RunStore: Sendable, Hashable {
  /// "runs", without a slash at its end.
  public let root: String

  public init(root: String = "runs") {
    var root = root
    while root.count > 1, root.hasSuffix("/") { root.removeLast() }
    self.root = root.isEmpty ? "." : root
  }

  /// A new directory, held by this process until it ends or releases it.
  ///
  /// The directory is prepared under a hidden name and then renamed, so that nobody ever sees one
  /// without its lease. A name that is taken is never used again.
  /// **Errors** `FileFailure`; a `DiagnosticsError` for an experiment that cannot name a folder.
  public func create(experiment: String, startedAt: Date) throws -> RunDirectory {
    var generator = SystemRandomNumberGenerator()
    return try create(experiment: experiment, startedAt: startedAt) {
      UInt16.random(in: .min ... .max, using: &generator)
    }
  }

  /// The id's suffix names a run and changes no result, so it may come from the system.
  func create(
    experiment: String, startedAt: Date, suffix: () -> UInt16
  ) throws -> RunDirectory {
    try Self.check(experiment: experiment)
    let shelf = RunFolder(path: "\(root)/\(experiment)")
    try shelf.create()
    for _ in 0..<10_000 {
      let id = RunID.text(startedAt: startedAt, suffix: suffix())
      let hidden = RunFolder(path: shelf.path(of: ".\(id)"))
      guard try hidden.createAlone() else { continue }
      let lease = try Lease.taken(in: hidden, since: RunTime.text(of: startedAt))
      // A directory never replaces one that holds something, and every run holds its lease.
      if rename(hidden.path, shelf.path(of: id)) == 0 {
        try shelf.synchronize()
        return RunDirectory(
          id: id, experiment: experiment, folder: RunFolder(path: shelf.path(of: id)),
          lease: lease)
      }
      let code = errno
      _ = unlink(hidden.path(of: Lease.name))
      _ = rmdir(hidden.path)
      guard [ENOTEMPTY, EEXIST, ENOTDIR].contains(code) else {
        throw FileFailure(operation: "create", path: shelf.path(of: id), code: code)
      }
    }
    throw FileFailure(operation: "create", path: shelf.path, code: EEXIST)
  }

  /// The runs, latest first.
  ///
  /// Only as many as asked for are read; finding them takes the names of the folders alone.
  public func listings(experiment: String? = nil, limit: Int? = nil) throws -> [RunListing] {
    try places().filter { experiment == nil || $0.experiment == experiment }
      .prefix(limit ?? .max)
      .map { RunListing(experiment: $0.experiment, id: $0.id, root: root) }
  }

  /// How many runs there are, without reading any.
  public func runCount(experiment: String? = nil) throws -> Int {
    try places().count { experiment == nil || $0.experiment == experiment }
  }

  /// The run's record.
  ///
  /// **Errors** `UnreadableRun` where there is none, or none that this version reads.
  public func record(of listing: RunListing) throws -> RunRecord {
    do {
      guard let bytes = try RunFolder(path: listing.path).bytes(of: RecordFile.name) else {
        throw RecordFailure.missing
      }
      return try RecordFile.record(from: bytes)
    } catch let failure as RecordFailure {
      throw UnreadableRun(
        id: listing.id, reason: failure.description, isUnfinished: failure == .missing)
    }
  }

  /// What the run predicted, by part; nil where it ended before it predicted anything.
  ///
  /// **Errors** `UnreadableRun` for a file that is no file of predictions.
  public func predictions(of listing: RunListing) throws -> [PredictionsFile.Part]? {
    do {
      return try bytes(of: PredictionsFile.name, in: listing)
        .map { try PredictionsFile.parts(from: $0) }
    } catch let failure as PredictionsFile.ReadingFailure {
      throw UnreadableRun(id: listing.id, reason: failure.description)
    }
  }

  /// The events of a run, also of one that did not end.
  public func events(of listing: RunListing) throws -> EventLog {
    try EventLog(in: RunFolder(path: listing.path))
  }

  /// The bytes of a file of a run; nil where there is none.
  public func bytes(of name: String, in listing: RunListing) throws -> [UInt8]? {
    try RunFolder(path: listing.path).bytes(of: name)
  }

  /// Writes a file that can be made anew from the record, such as `report.html`, atomically.
  public func rewrite(_ name: String, _ bytes: [UInt8], in listing: RunListing) throws {
    guard name != RecordFile.name else {
      throw FileFailure(operation: "replace", path: "\(listing.path)/\(name)", code: EEXIST)
    }
    try RunFolder(path: listing.path).write(name, bytes)
  }

  /// Experiment and id of each run, latest first.
  func places() throws -> [(experiment: String, id: String)] {
    var places: [(experiment: String, id: String)] = []
    for experiment in try RunFolder(path: root).entries() {
      for id in try RunFolder(path: "\(root)/\(experiment)").entries() where RunID.isID(id) {
        places.append((experiment, id))
      }
    }
    return places.sorted { ($0.id, $0.experiment) > ($1.id, $1.experiment) }
  }

  private static func check(experiment: String) throws {
    let isName =
      !experiment.isEmpty && !experiment.hasPrefix(".") && experiment.utf8.count <= 200
      && !experiment.unicodeScalars.contains { $0 == "/" || $0 == "@" || $0.value < 0x20 }
    guard !isName else { return }
    throw DiagnosticsError(
      Diagnostic(
        id: "experiment-name",
        "an experiment's name must be able to name a folder (no slash, no \"@\", not hidden); "
          + "got \"\(experiment)\""))
  }
}
