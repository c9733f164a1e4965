internal import Glibc

/// The reason why a file for arrays cannot be created or written.
public struct StorageFailure: Error, Sendable, Hashable, CustomStringConvertible {
  /// The value of `errno`.
  public let code: Int32

  public init(code: Int32) { self.code = code }

  /// The system's text: "No space left on device".
  public var reason: String { String(cString: strerror(code)) }

  public var description: String { "a file for arrays cannot be written: \(reason)" }
}
