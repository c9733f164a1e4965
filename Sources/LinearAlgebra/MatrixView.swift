/// A view on row-major numbers that a workspace, a matrix or an array owns.
///
/// Valid only while its owner is; kernels read and write through it. Rows may be farther apart than
/// they are long (`stride`).
@frozen
public struct MatrixView<Scalar> {
  @usableFromInline let base: UnsafeMutablePointer<Scalar>
  public let rowCount: Int
  public let columnCount: Int
  /// Elements from the start of one row to the start of the next.
  public let stride: Int

  @inlinable
  init(base: UnsafeMutablePointer<Scalar>, rowCount: Int, columnCount: Int, stride: Int) {
    self.base = base
    self.rowCount = rowCount
    self.columnCount = columnCount
    self.stride = stride
  }

  /// The first `count` rows.
  @inlinable
  public func prefix(_ count: Int) -> MatrixView { rows(0..<count) }

  /// Some consecutive rows.
  @inlinable
  public func rows(_ range: Range<Int>) -> MatrixView {
    guard range.lowerBound >= 0, range.upperBound <= rowCount else {
      shapeMismatch("rows of a view", expected: [rowCount], found: [range.upperBound])
    }
    return MatrixView(
      base: base + range.lowerBound * stride, rowCount: range.count, columnCount: columnCount,
      stride: stride)
  }

  /// The first `count` columns.
  @inlinable
  public func columns(_ count: Int) -> MatrixView { columns(0..<count) }

  /// Some consecutive columns.
  @inlinable
  public func columns(_ range: Range<Int>) -> MatrixView {
    guard range.lowerBound >= 0, range.upperBound <= columnCount else {
      shapeMismatch("columns of a view", expected: [columnCount], found: [range.upperBound])
    }
    return MatrixView(
      base: base + range.lowerBound, rowCount: rowCount, columnCount: range.count, stride: stride)
  }

  /// The element in row `i`, column `j`: for single elements, not for loops.
  @inlinable
  public subscript(i: Int, j: Int) -> Scalar {
    get {
      checkPlace(i, j)
      return base[i * stride + j]
    }
    nonmutating set {
      checkPlace(i, j)
      base[i * stride + j] = newValue
    }
  }

  /// Copies another matrix of the same shape.
  @inlinable
  public func assign(_ source: MatrixView) {
    source.expectShape(rowCount, columnCount, "copied matrix")
    for i in 0..<rowCount {
      (base + i * stride).update(from: source.base + i * source.stride, count: columnCount)
    }
  }

  /// All elements one after the other; for matrices without gaps.
  @inlinable
  public var asVector: VectorView<Scalar> {
    guard stride == columnCount || rowCount <= 1 else {
      shapeMismatch("matrix without gaps", expected: [columnCount], found: [stride])
    }
    return VectorView(base: base, count: rowCount * columnCount)
  }

  @usableFromInline
  func checkPlace(_ i: Int, _ j: Int) {
    guard i >= 0, i < rowCount, j >= 0, j < columnCount else {
      shapeMismatch("place in a view", expected: [rowCount, columnCount], found: [i, j])
    }
  }

  @usableFromInline
  func expectShape(_ rows: Int, _ columns: Int, _ what: StaticString) {
    guard rowCount == rows, columnCount == columns else {
      shapeMismatch("\(what)", expected: [rows, columns], found: [rowCount, columnCount])
    }
  }
}

/// A view on consecutive numbers that a workspace, a matrix or an array owns.
@frozen
public struct VectorView<Scalar> {
  @usableFromInline let base: UnsafeMutablePointer<Scalar>
  public let count: Int

  @inlinable
  init(base: UnsafeMutablePointer<Scalar>, count: Int) {
    self.base = base
    self.count = count
  }

  /// A view on a buffer that has memory.
  @inlinable
  init(_ buffer: UnsafeMutableBufferPointer<Scalar>) {
    guard let base = buffer.baseAddress else { shapeMismatch("view", expected: [1], found: [0]) }
    self.init(base: base, count: buffer.count)
  }

  /// A part, as a vector.
  @inlinable
  public func vector(at offset: Int, count: Int) -> VectorView {
    checkPart(offset, count)
    return VectorView(base: base + offset, count: count)
  }

  /// A part, as a matrix without gaps between the rows.
  @inlinable
  public func matrix(at offset: Int, rows: Int, columns: Int) -> MatrixView<Scalar> {
    checkPart(offset, rows * columns)
    return MatrixView(base: base + offset, rowCount: rows, columnCount: columns, stride: columns)
  }

  @usableFromInline
  func checkPart(_ offset: Int, _ length: Int) {
    guard offset >= 0, length >= 0, offset + length <= count else {
      shapeMismatch("part of a view", expected: [count], found: [offset, length])
    }
  }
}

extension Array where Element: CompiledKernels {
  /// Calls `body` with a view on the elements, for reading only.
  @inlinable
  public func withView<Result>(_ body: (VectorView<Element>) -> Result) -> Result {
    withUnsafeBufferPointer { body(VectorView(UnsafeMutableBufferPointer(mutating: $0))) }
  }

  /// Calls `body` with a view on the elements, for reading and writing.
  @inlinable
  public mutating func withMutableView<Result>(_ body: (VectorView<Element>) -> Result) -> Result {
    withUnsafeMutableBufferPointer { body(VectorView($0)) }
  }
}

extension ElementStorage where Element: CompiledKernels {
  /// Calls `body` with a view on the elements, for reading only.
  @inlinable
  public func withView<Result>(_ body: (VectorView<Element>) -> Result) -> Result {
    withUnsafeBufferPointer { body(VectorView(UnsafeMutableBufferPointer(mutating: $0))) }
  }

  /// Calls `body` with a view on the elements, for reading and writing.
  @inlinable
  public mutating func withMutableView<Result>(_ body: (VectorView<Element>) -> Result) -> Result {
    withUnsafeMutableBufferPointer { body(VectorView($0)) }
  }
}

extension DenseMatrix {
  /// Calls `body` with a view on the elements, for reading only.
  @inlinable
  public func withView<Result>(_ body: (MatrixView<Scalar>) -> Result) -> Result {
    storage.withView { view in
      body(view.matrix(at: 0, rows: rowCount, columns: columnCount))
    }
  }
}

extension ArraySlice where Element: CompiledKernels {
  /// Calls `body` with a view on the elements, for reading only.
  @inlinable
  public func withVectorView<Result>(_ body: (VectorView<Element>) -> Result) -> Result {
    withUnsafeBufferPointer { body(VectorView(UnsafeMutableBufferPointer(mutating: $0))) }
  }
}
