internal import Glibc

/// The elements of a matrix or a column, in memory or in a mapped file.
///
/// A value like an array: copies share their elements until one of them is changed. Elements in a
/// file are read from it as they are used, and the operating system drops their pages when it needs
/// the memory.
@frozen
public struct ElementStorage<Element: BitwiseCopyable & Sendable>: Sendable {
  /// The elements in an array; empty when they are elsewhere.
  @usableFromInline var heap: [Element]
  /// The elements in a file, or in memory of their own; nil when they are in an array.
  @usableFromInline var mapped: MappedElements<Element>?

  @inlinable
  public init(_ elements: [Element]) {
    heap = elements
    mapped = nil
  }

  @usableFromInline
  init(_ mapped: MappedElements<Element>) {
    heap = []
    self.mapped = mapped
  }

  /// Elements set by `fill`, which must initialize every one of them; in `file` when it is given
  /// and they are many.
  @inlinable
  public init(
    count: Int, in file: ScratchFile?, fill: (UnsafeMutableBufferPointer<Element>) throws -> Void
  ) rethrows {
    if let elements = file?.elements(Element.self, count: count) {
      try fill(UnsafeMutableBufferPointer(start: elements.base, count: count))
      self.init(elements)
    } else {
      self.init(
        try [Element](unsafeUninitializedCapacity: count) { buffer, filled in
          try fill(UnsafeMutableBufferPointer(rebasing: buffer[..<count]))
          filled = count
        })
    }
  }

  /// The same value `count` times; in `file` when it is given and they are many.
  @inlinable
  public init(repeating value: Element, count: Int, in file: ScratchFile? = nil) {
    guard file != nil else {
      self.init([Element](repeating: value, count: count))
      return
    }
    self.init(count: count, in: file) { $0.initialize(repeating: value) }
  }

  /// Pieces one after the other; in `file` when it is given and they are many.
  public init(joining pieces: [ElementStorage], in file: ScratchFile?) {
    self.init(count: pieces.reduce(0) { $0 + $1.count }, in: file) { target in
      var start = 0
      for piece in pieces {
        piece.withUnsafeBufferPointer { piece in
          _ = UnsafeMutableBufferPointer(rebasing: target[start...]).initialize(from: piece)
        }
        start += piece.count
      }
    }
  }

  @inlinable
  public var count: Int { if let mapped { mapped.count } else { heap.count } }

  /// The file that the elements are in, for what is made of them; nil when they are in memory or in
  /// a file that cannot grow.
  public var file: ScratchFile? { mapped?.part?.file }

  /// Whether the elements are in a file.
  public var isMapped: Bool { mapped?.isInFile ?? false }

  /// The elements as an array: no copy when they are in one.
  @inlinable
  public var array: [Element] {
    guard let mapped else { return heap }
    return Array(UnsafeBufferPointer(start: mapped.base, count: mapped.count))
  }

  @inlinable
  public func withUnsafeBufferPointer<Result>(
    _ body: (UnsafeBufferPointer<Element>) throws -> Result
  ) rethrows -> Result {
    guard let mapped else { return try heap.withUnsafeBufferPointer(body) }
    return try withExtendedLifetime(mapped) {
      try body(UnsafeBufferPointer(start: mapped.base, count: mapped.count))
    }
  }

  @inlinable
  public mutating func withUnsafeMutableBufferPointer<Result>(
    _ body: (UnsafeMutableBufferPointer<Element>) throws -> Result
  ) rethrows -> Result {
    guard mapped != nil else { return try heap.withUnsafeMutableBufferPointer { try body($0) } }
    makeUnique()
    guard let mapped else { return try heap.withUnsafeMutableBufferPointer { try body($0) } }
    return try withExtendedLifetime(mapped) {
      try body(UnsafeMutableBufferPointer(start: mapped.base, count: mapped.count))
    }
  }

  /// What `convert` makes of each element, in the same file.
  @inlinable
  public func converted<Other>(
    _ convert: (Element) throws -> Other
  ) rethrows -> ElementStorage<Other> {
    try withUnsafeBufferPointer { source in
      try ElementStorage<Other>(count: count, in: file) { target in
        for i in source.indices { target.initializeElement(at: i, to: try convert(source[i])) }
      }
    }
  }

  /// Makes elements outside of an array writable and this value's own; they may be in one afterwards.
  @usableFromInline
  mutating func makeUnique() {
    // Asked before another name holds a reference as well.
    if mapped?.isWritable == true, isKnownUniquelyReferenced(&mapped) { return }
    guard let shared = mapped else { return }
    self = withExtendedLifetime(shared) {
      ElementStorage(count: shared.count, in: shared.part?.file) {
        _ = $0.initialize(from: UnsafeBufferPointer(start: shared.base, count: shared.count))
      }
    }
  }
}

/// Elements in a mapped file, or in memory that was filled before their number was known.
///
/// `@unchecked Sendable`: the addresses are valid while the object lives, and only an `ElementStorage`
/// that is the sole owner of this object writes to them.
@usableFromInline
final class MappedElements<Element: BitwiseCopyable & Sendable>: @unchecked Sendable {
  @usableFromInline let base: UnsafeMutablePointer<Element>
  @usableFromInline let count: Int
  /// The part of a scratch file that they are in; nil when they are in a file that is only read.
  let part: ScratchPart?
  private let file: MappedFile?

  var isInFile: Bool { part != nil || file != nil }

  /// Whether a sole owner may change the elements.
  var isWritable: Bool { file == nil }

  /// Elements in a part of a scratch file, which may be longer.
  init(_ part: ScratchPart, count: Int) {
    base = part.base.bindMemory(to: Element.self, capacity: count)
    self.count = count
    self.part = part
    file = nil
  }

  /// Elements in a file that is not changed.
  init(_ file: MappedFile, at base: UnsafeRawPointer, count: Int) {
    self.base = UnsafeMutablePointer(
      mutating: base.bindMemory(to: Element.self, capacity: count))
    self.count = count
    part = nil
    self.file = file
  }

  /// Takes over memory of `malloc`.
  init(memory: UnsafeMutablePointer<Element>, count: Int) {
    base = memory
    self.count = count
    part = nil
    file = nil
  }

  deinit { if !isInFile { free(base) } }
}
