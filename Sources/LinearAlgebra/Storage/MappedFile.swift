internal import Glibc

/// A file that is mapped into memory for reading.
///
/// It must not be changed meanwhile, but another may be renamed to its place.
/// `@unchecked Sendable`: its bytes are only read.
public final class MappedFile: @unchecked Sendable {
  public let byteCount: Int
  private let base: UnsafeMutableRawPointer

  /// Nil where there is no such file, or an empty one.
  public init?(path: String) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      status.st_size > 0,
      let base = mmap(nil, Int(status.st_size), PROT_READ, MAP_SHARED, descriptor, 0),
      base != MAP_FAILED
    else { return nil }
    byteCount = Int(status.st_size)
    self.base = base
  }

  deinit { munmap(base, byteCount) }

  /// Elements from a place in the file on; nil where they do not lie in it or are not aligned.
  public func elements<Element: BitwiseCopyable & Sendable>(
    _ type: Element.Type, at offset: Int, count: Int
  ) -> ElementStorage<Element>? {
    guard offset >= 0, offset <= byteCount, offset % MemoryLayout<Element>.alignment == 0,
      count >= 0, count <= (byteCount - offset) / MemoryLayout<Element>.stride
    else { return nil }
    return ElementStorage(MappedElements(self, at: UnsafeRawPointer(base) + offset, count: count))
  }
}
