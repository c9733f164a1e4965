extension ElementStorage: RandomAccessCollection, MutableCollection {
  @inlinable
  public var startIndex: Int { 0 }

  @inlinable
  public var endIndex: Int { count }

  @inlinable
  public subscript(position: Int) -> Element {
    get {
      guard let mapped else { return heap[position] }
      mapped.checkIndex(position)
      return mapped.base[position]
    }
    // A setter, not `_modify`: where a coroutine is not inlined, each call allocates its frame.
    set {
      if mapped != nil { makeUnique() }
      guard let mapped else {
        heap[position] = newValue
        return
      }
      mapped.checkIndex(position)
      mapped.base[position] = newValue
    }
  }

  @inlinable
  public func withContiguousStorageIfAvailable<Result>(
    _ body: (UnsafeBufferPointer<Element>) throws -> Result
  ) rethrows -> Result? {
    try withUnsafeBufferPointer(body)
  }

  @inlinable
  public mutating func withContiguousMutableStorageIfAvailable<Result>(
    _ body: (inout UnsafeMutableBufferPointer<Element>) throws -> Result
  ) rethrows -> Result? {
    try withUnsafeMutableBufferPointer { buffer in
      var buffer = buffer
      return try body(&buffer)
    }
  }
}

extension MappedElements {
  @inlinable
  func checkIndex(_ index: Int) {
    guard index >= 0, index < count else {
      shapeMismatch("index into elements", expected: [count], found: [index])
    }
  }
}

extension ElementStorage: ExpressibleByArrayLiteral {
  @inlinable
  public init(arrayLiteral elements: Element...) { self.init(elements) }
}

extension ElementStorage: Equatable where Element: Equatable {
  @inlinable
  public static func == (left: ElementStorage, right: ElementStorage) -> Bool {
    if left.mapped == nil, right.mapped == nil { return left.heap == right.heap }
    return left.elementsEqual(right)
  }
}

extension ElementStorage: CustomStringConvertible {
  public var description: String { array.description }
}
