extension VectorView where Scalar == Double {
  /// The numbers as an array.
  public var copied: [Double] { Array(UnsafeBufferPointer(start: base, count: count)) }

  /// Copies `values` to the front.
  public func assignPrefix(_ values: [Double]) {
    guard values.count <= count else {
      shapeMismatch("front of a vector", expected: [count], found: [values.count])
    }
    values.withUnsafeBufferPointer { source in
      if let start = source.baseAddress { base.update(from: start, count: source.count) }
    }
  }
}
