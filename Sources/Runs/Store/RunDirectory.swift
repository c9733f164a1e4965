import Glibc
import Synchronization
import Text

/// The directory of a run that this process holds: the only way to write into it.
///
/// What is written is safe against the death of the process at once, and against the loss of power
/// a moment later, when the disk has it: files and the ends of stages as soon as it can, the events
/// in between at most a second after the next of them. Once `record.json` is there, all of it is
/// on the disk.
public final class RunDirectory: Sendable {
  public let id: String
  public let experiment: String
  /// "runs/adult-income/20261123-101500-4f2a".
  public var path: String { folder.path }

  let folder: RunFolder
  private let disk: DiskQueue
  private let state: Mutex<State>

  /// Files up to this size are remembered, so that writing the same again costs nothing.
  private static let rememberedSize = 1 << 16

  private struct State {
    var lease: Lease?
    var events: FileDescriptor?
    var remembered: [String: [UInt8]] = [:]
    var lastSynchronization: ContinuousClock.Instant?
    var isFinished = false
  }

  init(id: String, experiment: String, folder: RunFolder, lease: Lease) {
    self.id = id
    self.experiment = experiment
    self.folder = folder
    disk = DiskQueue(folder)
    state = Mutex(State(lease: lease))
  }

  /// Adds a line to `events.jsonl`.
  public func append(_ event: RunEvent) throws {
    let line = try JSON.line(of: event)
    try state.withLock { state in
      try check(state)
      let file: FileDescriptor
      if let open = state.events {
        file = open
      } else {
        file = try FileDescriptor(
          opening: folder.path(of: EventLog.name), O_WRONLY | O_CREAT | O_APPEND)
        state.events = file
      }
      try file.write(line)
      let now = ContinuousClock.now
      let isDue = state.lastSynchronization.map { now - $0 > .seconds(1) } ?? true
      guard isDue || event.kind.endsStage else { return }
      try disk.add(file)
      state.lastSynchronization = now
    }
  }

  /// Puts a file into the directory, whole or not at all; one of the same name is replaced.
  public func write(_ name: String, _ bytes: [UInt8]) throws {
    try state.withLock { state in
      try check(state)
      guard Self.isPlain(name), ![RecordFile.name, EventLog.name, Lease.name].contains(name) else {
        throw FileFailure(operation: "write", path: folder.path(of: name), code: EINVAL)
      }
      if state.remembered[name] == bytes, access(folder.path(of: name), F_OK) == 0 { return }
      try disk.add(folder.put(name, bytes))
      state.remembered[name] = bytes.count <= Self.rememberedSize ? bytes : nil
    }
  }

  /// Changes files in the directory while it is held.
  func change(_ body: (RunFolder) throws -> Void) throws {
    try state.withLock { state in
      try check(state)
      try body(folder)
    }
  }

  /// Writes `record.json`, the last file of a run: from now on the run reads as ended.
  ///
  /// What `lastFiles` writes is made while the record is encoded, and is there before it.
  public func finish(
    _ record: RunRecord, after lastFiles: @escaping @Sendable () throws -> Void = {}
  ) throws {
    let files = Ahead(lastFiles)
    let bytes = Result { try RecordFile.bytes(of: record) }
    try files.value()
    try state.withLock { state in
      try check(state)
      guard !state.isFinished else {
        throw FileFailure(
          operation: "replace", path: folder.path(of: RecordFile.name), code: EEXIST)
      }
      if let events = state.events { try disk.add(events) }
      try disk.settle()
      try folder.write(RecordFile.name, bytes.get())
      state.isFinished = true
    }
  }

  /// Lets go of the directory; nothing can be written after it.
  public func release() {
    try? disk.settle()
    state.withLock { state in
      state.events = nil
      state.lease = nil
    }
  }

  private func check(_ state: borrowing State) throws {
    guard state.lease == nil else { return }
    throw FileFailure(operation: "write into the released", path: path, code: EBADF)
  }

  private static func isPlain(_ name: String) -> Bool {
    !name.isEmpty && !name.hasPrefix(".") && !name.contains("/") && name.utf8.count < 200
  }
}

extension RunEvent.Kind {
  /// Whether a stage of the run is over with it; such events are on the disk before work goes on.
  var endsStage: Bool {
    switch self {
    case .checkEnded, .epochEnded, .goalJudged, .baselineFitted: false
    default: true
    }
  }
}
