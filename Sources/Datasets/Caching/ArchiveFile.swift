internal import Foundation

/// Why a file cannot be written.
struct ArchiveFailure: Error {
  /// The value of `errno`.
  let code: Int32

  var reason: String { String(cString: strerror(code)) }
}

/// A new file that appears at its place whole or not at all.
final class ArchiveWriter {
  private let path: String
  private let partPath: String
  private let descriptor: Int32
  private var offset = 0
  private var isInPlace = false

  /// Begins the file beside its place.
  init(path: String) throws(ArchiveFailure) {
    self.path = path
    partPath = "\(path).\(getpid()).part"
    descriptor = open(partPath, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw ArchiveFailure(code: errno) }
  }

  deinit {
    guard descriptor >= 0 else { return }
    close(descriptor)
    if !isInPlace { unlink(partPath) }
  }

  func write<Element: BitwiseCopyable>(_ elements: [Element]) throws(ArchiveFailure) {
    var failure: ArchiveFailure?
    elements.withUnsafeBytes { bytes in
      var done = 0
      while done < bytes.count {
        let count = Glibc.write(descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else {
          failure = ArchiveFailure(code: errno)
          return
        }
        done += count
      }
    }
    if let failure { throw failure }
    offset += elements.count * MemoryLayout<Element>.stride
  }

  /// Zeros up to the next multiple.
  func align(to multiple: Int) throws(ArchiveFailure) {
    try write([UInt8](repeating: 0, count: (multiple - offset % multiple) % multiple))
  }

  /// Puts the file into its place once the disk has it.
  func finish() throws(ArchiveFailure) {
    guard fsync(descriptor) == 0, rename(partPath, path) == 0 else {
      throw ArchiveFailure(code: errno)
    }
    isInPlace = true
  }
}

/// A file read piece by piece from its start.
final class ArchiveReader {
  let byteCount: Int
  private let descriptor: Int32
  private var offset = 0

  /// Nil where there is no such file.
  init?(path: String) {
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    var status = stat()
    guard descriptor >= 0, fstat(descriptor, &status) == 0 else {
      byteCount = 0
      return nil
    }
    byteCount = Int(status.st_size)
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  var isAtEnd: Bool { offset == byteCount }

  func align(to multiple: Int) { offset += (multiple - offset % multiple) % multiple }

  /// The next elements; nil where the file ends before them.
  func elements<Element: BitwiseCopyable>(_ type: Element.Type, count: Int) -> [Element]? {
    let size = MemoryLayout<Element>.stride
    guard count >= 0, count <= (byteCount - offset) / size else { return nil }
    var isWhole = true
    let all = [Element](unsafeUninitializedCapacity: count) { buffer, filled in
      let bytes = UnsafeMutableRawBufferPointer(buffer)
      var done = 0
      while done < count * size {
        let read = pread(
          descriptor, bytes.baseAddress.map { $0 + done }, count * size - done, offset + done)
        if read < 0, errno == EINTR { continue }
        guard read > 0 else {
          isWhole = false
          return
        }
        done += read
      }
      filled = count
    }
    guard isWhole else { return nil }
    offset += count * size
    return all
  }
}
