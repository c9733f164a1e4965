public import Diagnostics

/// A run whose files cannot be read: they are damaged, or it has not ended.
public struct UnreadableRun: ReportableError, Sendable, Hashable {
  public let id: String
  /// "record.json is cut off".
  public let reason: String
  /// Whether it has no record yet, which is no damage.
  public let isUnfinished: Bool

  public init(id: String, reason: String, isUnfinished: Bool = false) {
    self.id = id
    self.reason = reason
    self.isUnfinished = isUnfinished
  }

  public var diagnostics: [Diagnostic] {
    [
      Diagnostic(
        id: isUnfinished ? "no-record" : "run-unreadable", "run \(id) cannot be read: \(reason)",
        notes: isUnfinished
          ? [] : ["put a copy of the file in its place, or remove the folder of the run"])
    ]
  }

  public var fault: Fault { isUnfinished ? .specification : .data }
}

extension RunListing {
  /// Throws `UnreadableRun` where the files of the run are damaged.
  public func expectReadable() throws {
    guard case .unreadable(let reason) = status else { return }
    throw UnreadableRun(id: id, reason: reason)
  }
}
