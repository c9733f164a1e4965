import Glibc
import Text

/// The events of a run as they stand in `events.jsonl`.
public struct EventLog: Sendable, Hashable {
  static let name = "events.jsonl"

  public let events: [RunEvent]
  /// Whether the last line was cut off by a crash; it is left out.
  public let endsTorn: Bool
  /// Lines before the last that are no events; they are left out.
  public let damagedLineCount: Int

  init(in folder: RunFolder) throws {
    self.init(try folder.bytes(of: Self.name) ?? [])
  }

  /// Reads a log's bytes, whatever they are.
  public init(_ bytes: [UInt8]) {
    var events: [RunEvent] = []
    var damagedLineCount = 0
    var endsTorn = false
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() where !line.isEmpty {
      if let event = try? JSON.value(RunEvent.self, from: line) {
        events.append(event)
      } else if index == lines.count - 1 {
        endsTorn = true
      } else {
        damagedLineCount += 1
      }
    }
    self.events = events
    self.endsTorn = endsTorn
    self.damagedLineCount = damagedLineCount
  }

  /// Ends the last line, which a crash may have torn, so that the next event has one of its own:
  /// a line that is no event is cut off.
  static func repair(in folder: RunFolder) throws {
    let newline = UInt8(ascii: "\n")
    guard let bytes = try folder.bytes(of: name), let last = bytes.last, last != newline else {
      return
    }
    let file = try FileDescriptor(opening: folder.path(of: name), O_WRONLY | O_APPEND)
    if EventLog(bytes).endsTorn {
      try file.truncate(to: bytes.lastIndex(of: newline).map { $0 + 1 } ?? 0)
    } else {
      try file.write([newline])
    }
    try file.synchronize()
  }

  /// The last whole event, from the end of the file alone.
  static func last(in folder: RunFolder) -> RunEvent? {
    guard let file = try? FileDescriptor(opening: folder.path(of: name), O_RDONLY),
      let byteCount = try? file.byteCount(),
      let tail = try? file.read(min(byteCount, 8192), at: max(0, byteCount - 8192))
    else { return nil }
    return EventLog(tail).events.last
  }
}
