internal import Diagnostics
internal import Foundation
internal import LinearAlgebra
internal import Text

/// The bytes of a file from its start, unpacked when it is gzipped, with the digest of the file.
///
/// It has one owner; it holds a descriptor and zlib's state.
final class FileBytes {
  static let chunkSize = 1 << 20

  let path: String
  private let descriptor: Int32
  private let hash: SHA256?
  private var inflater: Inflater?
  /// Reads large files on a thread of its own; small ones are read into `buffer`.
  private var ahead: ReadAhead?
  private let buffer: UnsafeMutableRawBufferPointer
  /// Bytes as they lie on disk, read but not yet handed out or unpacked.
  private var raw = UnsafeRawBufferPointer(start: nil, count: 0)
  private var isRawAtEnd = false
  /// Whether the last gzip stream is complete.
  private var isMemberComplete = false
  private(set) var rawByteCount = 0

  var isGzipped: Bool { inflater != nil }

  /// Opens a file. The digest takes time and may be omitted when a file is read again.
  ///
  /// **Errors** `DatasetError` when it is not there or is no regular file (spec), or cannot be read
  /// (data).
  init(path: String, isDigested: Bool = true) throws {
    self.path = path
    // Without waiting: a named pipe would block until somebody writes to it.
    descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    hash = isDigested ? SHA256() : nil
    buffer = .allocate(byteCount: Self.chunkSize, alignment: 64)
    guard descriptor >= 0 else { throw Self.openingError(path, code: errno) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw Self.kindError(path, mode: status.st_mode)
    }
    if status.st_size > Self.chunkSize {
      ahead = ReadAhead(descriptor: descriptor, chunkSize: Self.chunkSize, hash: hash)
    }
    try fill()
    if raw.count >= 2, raw[0] == 0x1F, raw[1] == 0x8B { inflater = Inflater() }
  }

  deinit {
    ahead?.stop()
    buffer.deallocate()
    if descriptor >= 0 { close(descriptor) }
  }

  /// Up to `capacity` bytes into `target`; 0 at the end.
  func read(into target: UnsafeMutableRawPointer, capacity: Int) throws -> Int {
    guard capacity > 0 else { return 0 }
    guard let inflater else {
      if raw.isEmpty { try fill() }
      let count = min(capacity, raw.count)
      guard count > 0, let start = raw.baseAddress else { return 0 }
      target.copyMemory(from: start, byteCount: count)
      raw = UnsafeRawBufferPointer(rebasing: raw[count...])
      return count
    }
    return try unpack(with: inflater, into: target, capacity: capacity)
  }

  /// Everything that is left.
  func readAll(limit: Int = .max) throws -> [UInt8] {
    var all: [UInt8] = []
    var capacity = Self.chunkSize
    while all.count < limit {
      let count = all.count
      let wanted = min(capacity, limit - count)
      var failure: (any Error)?
      let part = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, filled in
        filled = 0
        guard let start = buffer.baseAddress else { return }
        do { filled = try read(into: start, capacity: wanted) } catch { failure = error }
      }
      if let failure { throw failure }
      if part.isEmpty { break }
      all += part
      capacity = min(capacity * 2, 64 << 20)
    }
    return all
  }

  /// What is left, up to `limit` bytes; in `scratch` when it is given and there is much.
  func readAll(in scratch: ScratchFile?, limit: Int = .max) throws -> ElementStorage<UInt8> {
    guard let scratch else { return ElementStorage(try readAll(limit: limit)) }
    var capacity = min(Self.chunkSize, limit)
    var elements = GrowingElements<UInt8>(capacity: capacity, in: scratch)
    var count = 0
    do {
      while true {
        if count == limit { return elements.finish(count: count) }
        if count == capacity {
          let larger = capacity > limit / 2 ? limit : capacity * 2
          elements.grow(to: larger, keeping: count)
          capacity = larger
        }
        let added = try read(into: elements.base + count, capacity: capacity - count)
        if added == 0 { return elements.finish(count: count) }
        count += added
      }
    } catch {
      elements.discard()
      throw error
    }
  }

  /// SHA-256 of the whole file as it lies on disk; reads on to its end.
  func finishDigest() throws -> String {
    while !isRawAtEnd { try fill() }
    return hash?.finalize() ?? ""
  }

  /// The next bytes of the file in place of what was left of the last.
  private func fill() throws {
    raw = UnsafeRawBufferPointer(start: nil, count: 0)
    guard !isRawAtEnd else { return }
    if let ahead {
      do { raw = try ahead.next().get() } catch { throw Self.readingError(path, code: error.code) }
    } else {
      var count = 0
      repeat {
        count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      } while count < 0
        && errno == EINTR
      guard count >= 0 else { throw Self.readingError(path, code: errno) }
      raw = UnsafeRawBufferPointer(rebasing: buffer[..<count])
      hash?.update(raw)
    }
    isRawAtEnd = raw.isEmpty
    rawByteCount += raw.count
  }

  private func unpack(
    with inflater: Inflater, into target: UnsafeMutableRawPointer, capacity: Int
  ) throws -> Int {
    while true {
      if raw.isEmpty { try fill() }
      if raw.isEmpty {
        if isMemberComplete { return 0 }
        throw corrupt("the gzip stream ends early: the file is cut off")
      }
      if isMemberComplete {
        // A file may hold several streams one after the other; zeros at its end are padding.
        if raw[0] == 0 {
          raw = UnsafeRawBufferPointer(rebasing: raw.dropFirst())
          continue
        }
        inflater.reset()
        isMemberComplete = false
      }
      let progress = inflater.inflate(
        raw, into: UnsafeMutableRawBufferPointer(start: target, count: capacity))
      raw = UnsafeRawBufferPointer(rebasing: raw[progress.consumedCount...])
      switch progress.state {
      case .more: break
      case .complete: isMemberComplete = true
      case .corrupt(let reason): throw corrupt(reason)
      }
      if progress.producedCount > 0 { return progress.producedCount }
    }
  }

  private func corrupt(_ reason: String) -> DatasetError {
    DatasetError(
      [Diagnostic(id: "data-gzip", "\"\(path)\" must be a whole gzip file; got: \(reason)")],
      isDataInvalid: true)
  }

  private static func kindError(_ path: String, mode: mode_t) -> DatasetError {
    let kind =
      switch mode & S_IFMT {
      case S_IFDIR: "directory"
      case S_IFIFO: "named pipe"
      case S_IFSOCK: "socket"
      default: "device"
      }
    return DatasetError(
      [Diagnostic(id: "data-file-kind", "a data file must be a file; got the \(kind) \"\(path)\"")],
      isDataInvalid: false)
  }

  private static func openingError(_ path: String, code: Int32) -> DatasetError {
    guard code == ENOENT || code == ENOTDIR else { return readingError(path, code: code) }
    let file = PathName(path)
    let siblings = try? FileManager.default.contentsOfDirectory(
      atPath: file.folder.isEmpty ? "." : file.folder)
    let hint = Suggestion.hint(
      for: file.name, among: (siblings ?? []).sorted())
    return DatasetError(
      [
        Diagnostic(
          id: "data-file-missing", "a data file must exist; got \"\(path)\"", hint: hint,
          notes: DataCatalog.standard.advice(forMissing: path))
      ], isDataInvalid: false)
  }

  private static func readingError(_ path: String, code: Int32) -> DatasetError {
    let reason = String(cString: strerror(code))
    return DatasetError(
      [Diagnostic(id: "data-file-unreadable", "cannot read \"\(path)\": \(reason)")],
      isDataInvalid: true)
  }
}
