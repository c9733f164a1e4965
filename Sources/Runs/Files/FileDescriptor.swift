import Glibc

/// An open file, closed with its last owner.
///
/// Every descriptor closes on `exec`, so that no child process keeps a lock of its parent.
final class FileDescriptor: Sendable {
  let path: String
  private let number: Int32

  /// Half of the machine's memory.
  private static let greatestByteCount =
    sysconf(Int32(_SC_PHYS_PAGES)) / 2 * sysconf(Int32(_SC_PAGESIZE))

  init(opening path: String, _ flags: Int32, mode: mode_t = 0o644) throws(FileFailure) {
    // Without waiting: a named pipe would block until its other end is opened.
    number = retrying { Glibc.open(path, flags | O_CLOEXEC | O_NONBLOCK, mode) }
    self.path = path
    guard number >= 0 else {
      throw FileFailure(operation: "open", path: path, code: errno)
    }
    var status = stat()
    guard
      flags & O_ACCMODE == O_WRONLY || flags & O_DIRECTORY != 0
        || fstat(number, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    else { throw FileFailure(operation: "read", path: path, code: FileFailure.notRegularFile) }
  }

  deinit {
    if number >= 0 { _ = Glibc.close(number) }
  }

  /// Writes all bytes; a single `write(2)` unless the system takes only a part of them.
  func write(_ bytes: [UInt8]) throws(FileFailure) {
    var done = 0
    while done < bytes.count {
      let written = bytes.withUnsafeBytes { buffer in
        retrying { Glibc.write(number, buffer.baseAddress.map { $0 + done }, buffer.count - done) }
      }
      guard written > 0 else {
        throw FileFailure(operation: "write", path: path, code: written < 0 ? errno : EIO)
      }
      done += written
    }
  }

  /// Up to `count` bytes from `offset` on; fewer only at the end of the file.
  ///
  /// **Errors** where they are more than `greatestByteCount`: a sparse file may state any size.
  func read(_ count: Int, at offset: Int = 0) throws(FileFailure) -> [UInt8] {
    guard count <= Self.greatestByteCount else {
      throw FileFailure(operation: "read", path: path, code: EFBIG)
    }
    var bytes = [UInt8](repeating: 0, count: count)
    var done = 0
    while done < count {
      let taken = bytes.withUnsafeMutableBytes { buffer in
        retrying {
          pread(number, buffer.baseAddress.map { $0 + done }, count - done, off_t(offset + done))
        }
      }
      guard taken >= 0 else { throw FileFailure(operation: "read", path: path, code: errno) }
      if taken == 0 { break }
      done += taken
    }
    bytes.removeLast(count - done)
    return bytes
  }

  func byteCount() throws(FileFailure) -> Int {
    var status = stat()
    guard fstat(number, &status) == 0 else {
      throw FileFailure(operation: "read", path: path, code: errno)
    }
    return Int(status.st_size)
  }

  /// Cuts the file off after its first `count` bytes.
  func truncate(to count: Int) throws(FileFailure) {
    guard retrying({ ftruncate(number, off_t(count)) }) == 0 else {
      throw FileFailure(operation: "shorten", path: path, code: errno)
    }
  }

  /// Returns when the file's bytes are on the disk.
  func synchronize() throws(FileFailure) {
    guard retrying({ fsync(number) }) == 0 || errno == EINVAL || errno == ENOTSUP else {
      throw FileFailure(operation: "save", path: path, code: errno)
    }
  }

  /// Whether the lock was taken: shared or alone, without waiting. It ends with the descriptor.
  ///
  /// **Errors** where the file system has no locks.
  func lock(alone: Bool) throws(FileFailure) -> Bool {
    if retrying({ flock(number, (alone ? LOCK_EX : LOCK_SH) | LOCK_NB) }) == 0 { return true }
    if errno == EWOULDBLOCK { return false }
    throw FileFailure(operation: "lock", path: path, code: errno)
  }
}

/// The result of a system call, repeated for as long as signals interrupt it.
private func retrying<Result: SignedInteger>(_ call: () -> Result) -> Result {
  while true {
    let result = call()
    if result != -1 || errno != EINTR { return result }
  }
}
