internal import Glibc
internal import Synchronization

/// A file whose parts are mapped into memory as the elements of large arrays.
///
/// It is gone with this object unless `keep(as:)` gives it a name. The operating system writes
/// changed pages to it and drops them when it needs the memory, as with swap.
public final class ScratchFile: Sendable {
  private struct State {
    var endOffset: Int
    var byteCount = 0
    var peakByteCount = 0
    var refusedByteCount = 0
    /// The name under which the file is removed; nil when it has none or is kept.
    var path: String?
    var isKept = false
  }

  /// Arrays from this size on are put into the file; smaller ones stay in memory.
  private let leastByteCount: Int
  let descriptor: Int32
  private let state: Mutex<State>

  /// A file without a name in a folder.
  ///
  /// **Errors** `StorageFailure` when the folder cannot hold one.
  public convenience init(
    in folder: String, leastByteCount: Int = 1 << 20
  ) throws(StorageFailure) {
    let name = ".assay-\(getpid())-\(UInt32.random(in: 0...(.max)))"
    try self.init(path: "\(folder)/\(name)", reserved: 0, leastByteCount: leastByteCount)
    removeName()
  }

  /// A file with a name, removed with this object unless it is kept; `reserved` bytes at its start
  /// are used for no array.
  ///
  /// **Errors** `StorageFailure` when it cannot be created.
  public init(
    path: String, reserved: Int, leastByteCount: Int = 1 << 20
  ) throws(StorageFailure) {
    let descriptor = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    let code = errno
    self.descriptor = descriptor
    self.leastByteCount = leastByteCount
    state = Mutex(State(endOffset: reserved, path: descriptor < 0 ? nil : path))
    guard descriptor >= 0 else { throw StorageFailure(code: code) }
  }

  deinit {
    guard descriptor >= 0 else { return }
    close(descriptor)
    removeName()
  }

  /// Makes the file one without a name.
  public func removeName() {
    state.withLock { state in
      if let path = state.path { unlink(path) }
      state.path = nil
    }
  }

  /// The most bytes that were mapped at a time.
  public var peakByteCount: Int { state.withLock { $0.peakByteCount } }

  /// Bytes for which the disk had no room, so that they are in memory.
  public var refusedByteCount: Int { state.withLock { $0.refusedByteCount } }

  /// Room for so many elements, all zero; nil when they are few or do not fit.
  @usableFromInline
  func elements<Element>(_ type: Element.Type, count: Int) -> MappedElements<Element>? {
    part(byteCount: count * MemoryLayout<Element>.stride).map { MappedElements($0, count: count) }
  }

  /// Room for so many bytes, all zero; nil when they are few or do not fit.
  func part(byteCount: Int) -> ScratchPart? {
    guard byteCount >= leastByteCount else { return nil }
    let pageSize = Int(getpagesize())
    let mappedCount = byteCount.roundedUp(to: pageSize)
    let offset = state.withLock { state in
      let offset = state.endOffset.roundedUp(to: pageSize)
      state.endOffset = offset + mappedCount
      return offset
    }
    // Room is reserved now: a full disk is noticed here, not as a signal when a page is touched.
    guard posix_fallocate(descriptor, offset, mappedCount) == 0,
      let base = mmap(nil, mappedCount, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, offset),
      base != MAP_FAILED
    else {
      state.withLock { $0.refusedByteCount += byteCount }
      return nil
    }
    state.withLock { state in
      state.byteCount += mappedCount
      state.peakByteCount = max(state.peakByteCount, state.byteCount)
    }
    return ScratchPart(file: self, base: base, byteCount: mappedCount, offset: offset)
  }

  /// The next place that no array uses, for so many bytes.
  func reserve(_ byteCount: Int) -> Int {
    state.withLock { state in
      let offset = state.endOffset.roundedUp(to: Self.alignment)
      state.endOffset = offset + byteCount
      return offset
    }
  }

  /// Calls `rename` with the file's name; after its success nothing of the file is given up.
  func markKept(_ rename: (String) -> Int32) -> Int32 {
    state.withLock { state in
      guard let path = state.path else { return ENOENT }
      let code = rename(path)
      if code == 0 {
        state.path = nil
        state.isKept = true
      }
      return code
    }
  }

  func release(_ part: ScratchPart) {
    let isKept = state.withLock { state in
      state.byteCount -= part.byteCount
      return state.isKept
    }
    // Gives the disk space back; where the file system cannot, it is free when the file is gone.
    if !isKept { madvise(part.base, part.byteCount, MADV_REMOVE) }
    munmap(part.base, part.byteCount)
  }
}
