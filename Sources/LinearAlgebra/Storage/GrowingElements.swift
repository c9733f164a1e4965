internal import Glibc

/// Elements whose number is not known while they are read: room that grows, in memory or in a file.
///
/// Its owner writes through `base` and ends it with `finish` or `discard`.
public struct GrowingElements<Element: BitwiseCopyable & Sendable> {
  public private(set) var base: UnsafeMutablePointer<Element>
  private var part: ScratchPart?
  private let file: ScratchFile?

  /// Room for `capacity` elements; in `file` when it is given and they are many.
  public init(capacity: Int, in file: ScratchFile?) {
    self.file = file
    part = file?.part(byteCount: capacity * MemoryLayout<Element>.stride)
    base = Self.memory(of: part, or: nil, capacity: capacity)
  }

  /// More room; the first `count` elements stay what they are.
  public mutating func grow(to capacity: Int, keeping count: Int) {
    let larger = file?.part(byteCount: capacity * MemoryLayout<Element>.stride)
    if part == nil, larger == nil {
      // The system moves the pages of large blocks instead of copying them.
      base = Self.memory(of: nil, or: base, capacity: capacity)
      return
    }
    let target = Self.memory(of: larger, or: nil, capacity: capacity)
    target.update(from: base, count: count)
    if part == nil { free(base) }
    (base, part) = (target, larger)
  }

  /// The first `count` elements.
  public func finish(count: Int) -> ElementStorage<Element> {
    if let part { return ElementStorage(MappedElements(part, count: count)) }
    guard count * MemoryLayout<Element>.stride >= Self.leastOwnByteCount else {
      defer { free(base) }
      return ElementStorage(Array(UnsafeBufferPointer(start: base, count: count)))
    }
    // Many elements stay where they are; the rest of the room is given back.
    return ElementStorage(
      MappedElements(memory: Self.memory(of: nil, or: base, capacity: count), count: count))
  }

  /// Bytes from which a copy costs more than what an array saves.
  private static var leastOwnByteCount: Int { 1 << 16 }

  /// Gives the room back.
  public func discard() { if part == nil { free(base) } }

  private static func memory(
    of part: ScratchPart?, or old: UnsafeMutablePointer<Element>?, capacity: Int
  ) -> UnsafeMutablePointer<Element> {
    guard let memory = part?.base ?? realloc(old, max(1, capacity) * MemoryLayout<Element>.stride)
    else { fatalError("no memory for \(capacity) elements") }
    return memory.bindMemory(to: Element.self, capacity: capacity)
  }
}
