internal import Glibc

extension ScratchFile {
  /// What elements in a file begin at a multiple of.
  public static let alignment = 64

  /// Where elements begin in the file; those that are elsewhere are appended first.
  public func offset<Element>(
    of storage: ElementStorage<Element>
  ) throws(StorageFailure) -> Int {
    if let part = storage.mapped?.part, part.file === self { return part.offset }
    let failure: StorageFailure?
    let offset = reserve(storage.count * MemoryLayout<Element>.stride)
    failure = storage.withUnsafeBufferPointer { write(UnsafeRawBufferPointer($0), at: offset) }
    if let failure { throw failure }
    return offset
  }

  /// Writes bytes at a place that no array uses.
  public func write(_ bytes: [UInt8], at offset: Int) throws(StorageFailure) {
    if let failure = bytes.withUnsafeBytes({ write($0, at: offset) }) { throw failure }
  }

  private func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> StorageFailure? {
    var done = 0
    while done < bytes.count, let base = bytes.baseAddress {
      let count = pwrite(descriptor, base + done, bytes.count - done, offset + done)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return StorageFailure(code: errno) }
      done += count
    }
    return nil
  }

  /// Calls `body` with the bytes of a range, piece by piece.
  public func forEachPiece(
    of range: Range<Int>, _ body: (UnsafeRawBufferPointer) -> Void
  ) throws(StorageFailure) {
    let piece = UnsafeMutableRawBufferPointer.allocate(
      byteCount: min(range.count, 1 << 22), alignment: Self.alignment)
    defer { piece.deallocate() }
    var place = range.lowerBound
    while place < range.upperBound {
      let count = pread(
        descriptor, piece.baseAddress, min(piece.count, range.upperBound - place), place)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw StorageFailure(code: count < 0 ? errno : EIO) }
      body(UnsafeRawBufferPointer(rebasing: piece[..<count]))
      place += count
    }
  }

  /// Gives the file a name in one step, once the disk has all of it; it must not change afterwards.
  public func keep(as path: String) throws(StorageFailure) {
    guard fsync(descriptor) == 0 else { throw StorageFailure(code: errno) }
    let code = markKept { rename($0, path) == 0 ? 0 : errno }
    guard code == 0 else { throw StorageFailure(code: code) }
  }
}
