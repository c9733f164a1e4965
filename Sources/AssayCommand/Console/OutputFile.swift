import Diagnostics
import Glibc

/// A file that the user has asked for.
struct OutputFile {
  let path: String

  /// Writes beside the file, then renames, so that a killed process leaves no partial file; a device
  /// or a pipe is written as it is.
  ///
  /// **Errors** `OutputFailure` where the file cannot be written.
  func write(_ text: String) throws {
    try write { append in try append(Array(text.utf8)) }
  }

  /// Writes the file piece by piece; it appears under its name when `body` has ended without error.
  ///
  /// **Errors** `OutputFailure` where the file cannot be written, and those of `body`.
  func write(_ body: (_ append: ([UInt8]) throws -> Void) throws -> Void) throws {
    var status = stat()
    let exists = stat(path, &status) == 0
    let kind = status.st_mode & S_IFMT
    if exists, kind == S_IFDIR { throw failure(EISDIR) }
    guard !exists || kind == S_IFREG else {
      return try write(into: path, O_WRONLY, body)
    }
    let partial = "\(path).\(getpid()).partial"
    do {
      try write(into: partial, O_WRONLY | O_CREAT | O_TRUNC, body)
      if exists { chmod(partial, status.st_mode & 0o7777) }
      guard rename(partial, path) == 0 else { throw failure(errno) }
    } catch {
      unlink(partial)
      throw error
    }
  }

  private func write(
    into path: String, _ flags: Int32, _ body: (_ append: ([UInt8]) throws -> Void) throws -> Void
  ) throws {
    let descriptor = open(path, flags | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw failure(errno) }
    do {
      try body { bytes in
        if let code = StreamWriter.write(bytes, to: descriptor) { throw failure(code) }
      }
    } catch {
      close(descriptor)
      throw error
    }
    if close(descriptor) != 0 { throw failure(errno) }
  }

  private func failure(_ code: Int32) -> OutputFailure { OutputFailure(path: path, code: code) }
}

/// A file that the user has asked for and that cannot be written.
struct OutputFailure: ReportableError {
  let path: String
  /// The value of `errno`.
  let code: Int32

  var diagnostics: [Diagnostic] {
    [
      Diagnostic(
        id: "output", "cannot write \"\(path)\": \(reason)",
        notes: ["choose a file in a folder that can be written"])
    ]
  }

  /// A place that cannot be written is the user's choice; a disk that is full is not.
  var fault: Fault {
    [ENOSPC, EDQUOT, EFBIG, EIO].contains(code) ? .system : .specification
  }

  private var reason: String {
    switch code {
    case EISDIR: "it is a directory"
    case ENOENT: "its folder does not exist"
    case EACCES, EPERM: "permission denied"
    case ENOSPC: "no space left on the device"
    case EROFS: "the file system is read-only"
    default: String(cString: strerror(code)).lowercased()
    }
  }
}
