public import Diagnostics
import Glibc

/// An operation of the operating system that failed on a file of a run.
public struct FileFailure: ReportableError, Sendable, Hashable, CustomStringConvertible {
  /// What was tried: "write".
  public let operation: String
  public let path: String
  /// The value of `errno`, or `notRegularFile`.
  public let code: Int32

  /// For a directory, a pipe or a device in the place of a file; no `errno` says so.
  static let notRegularFile: Int32 = -1

  public init(operation: String, path: String, code: Int32) {
    self.operation = operation
    self.path = path
    self.code = code
  }

  public var description: String { "cannot \(operation) \(path): \(Self.text(of: code))" }

  /// A folder that cannot be made is the user's choice; a disk that is full is not.
  public var fault: Fault {
    // No file of a run is a pipe or larger than the memory.
    if code == Self.notRegularFile || code == EFBIG && operation == "read" { return .data }
    return isOfPlace ? .specification : .system
  }

  public var diagnostics: [Diagnostic] { [Diagnostic(id: "file", description, notes: [advice])] }

  private var advice: String {
    switch fault {
    case .data: "put a copy of the file in its place, or remove the folder of the run"
    case .specification: "choose a folder that can be written with --runs DIR"
    default: "nothing that was recorded before is lost"
    }
  }

  private var isOfPlace: Bool { [EACCES, EPERM, EROFS, ENOENT, ENOTDIR].contains(code) }

  private static func text(of code: Int32) -> String {
    if code == notRegularFile { return "it is not a regular file" }
    var buffer = [CChar](repeating: 0, count: 256)
    guard strerror_r(code, &buffer, buffer.count) == 0 else { return "error \(code)" }
    return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
