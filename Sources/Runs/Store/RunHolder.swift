import Glibc

/// The process that holds a run, as its lease says; for people to read.
public struct RunHolder: Sendable, Hashable, Codable {
  public let host: String
  public let processID: Int32
  /// When the process started, in clock ticks since the machine's start; with the id it identifies a
  /// process from a later one with the same id. nil where the system does not say.
  public let processStart: Int?
  /// ISO 8601, UTC.
  public let since: String
  /// Whether the file system could lock the lease; if not, only the process itself shows it.
  public let isLocked: Bool

  static func current(since: String, isLocked: Bool) -> RunHolder {
    RunHolder(
      host: currentHost(), processID: getpid(), processStart: start(ofProcess: getpid()),
      since: since, isLocked: isLocked)
  }

  /// Whether the process is alive; nil when it ran on another machine, where nobody can ask.
  var isAlive: Bool? {
    guard host == Self.currentHost() else { return nil }
    guard let processStart else { return kill(processID, 0) == 0 || errno == EPERM }
    return Self.start(ofProcess: processID) == processStart
  }

  private static func currentHost() -> String {
    var name = [CChar](repeating: 0, count: 256)
    guard gethostname(&name, name.count - 1) == 0 else { return "unknown" }
    return String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// Field 22 of `/proc/ID/stat`; the name before it may hold blanks and brackets.
  private static func start(ofProcess id: Int32) -> Int? {
    guard let bytes = try? RunFolder(path: "/proc/\(id)").streamed("stat") else { return nil }
    let text = String(decoding: bytes, as: UTF8.self)
    guard let close = text.lastIndex(of: ")") else { return nil }
    let fields = text[text.index(after: close)...].split(separator: " ")
    return fields.count > 19 ? Int(fields[19]) : nil
  }
}

extension RunFolder {
  /// The first bytes of a file that has no length, such as those of `/proc`.
  fileprivate func streamed(_ name: String) throws(FileFailure) -> [UInt8] {
    try FileDescriptor(opening: path(of: name), O_RDONLY).read(4096)
  }
}
