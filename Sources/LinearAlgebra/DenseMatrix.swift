/// A matrix stored row by row without gaps, in memory or in a file; copy-on-write.
public struct DenseMatrix<Scalar: BLASScalar>: Sendable, Equatable {
  public let rowCount: Int
  public let columnCount: Int
  /// The elements row by row: element (i, j) stands at `i * columnCount + j`.
  public var storage: ElementStorage<Scalar>

  /// **Shapes** `storage` [rowCount · columnCount]
  public init(rowCount: Int, columnCount: Int, storage: [Scalar]) {
    self.init(rowCount: rowCount, columnCount: columnCount, storage: ElementStorage(storage))
  }

  /// **Shapes** `storage` [rowCount · columnCount]
  public init(rowCount: Int, columnCount: Int, storage: ElementStorage<Scalar>) {
    guard storage.count == rowCount * columnCount else {
      shapeMismatch("matrix storage", expected: [rowCount, columnCount], found: [storage.count])
    }
    self.rowCount = rowCount
    self.columnCount = columnCount
    self.storage = storage
  }

  public init(rowCount: Int, columnCount: Int, repeating value: Scalar = 0) {
    self.init(
      rowCount: rowCount, columnCount: columnCount,
      storage: [Scalar](repeating: value, count: rowCount * columnCount))
  }

  /// One row for each inner array; all of the same length.
  public init(rows: [[Scalar]]) {
    self.init(
      rowCount: rows.count, columnCount: rows.first?.count ?? 0, storage: rows.flatMap { $0 })
  }

  // Inlinable: not specialised, generic code of another module looks up its type at each access.

  /// The element in row `i`, column `j`. For single elements; loops use pointers.
  @inlinable
  public subscript(i: Int, j: Int) -> Scalar {
    get { storage[i * columnCount + j] }
    set { storage[i * columnCount + j] = newValue }
  }

  /// Multiplies every element by `factor`.
  @inlinable
  public mutating func scale(by factor: Scalar) {
    storage.withUnsafeMutableBufferPointer { for i in $0.indices { $0[i] *= factor } }
  }

  /// A copy of row `i`.
  @inlinable
  public func row(_ i: Int) -> [Scalar] {
    Array(storage[(i * columnCount)..<((i + 1) * columnCount)])
  }

  /// A copy of column `j`.
  @inlinable
  public func column(_ j: Int) -> [Scalar] {
    (0..<rowCount).map { storage[$0 * columnCount + j] }
  }

  /// The rows at some positions, in that order.
  public func rows(at positions: [Int]) -> DenseMatrix {
    let d = columnCount
    for i in positions where !(0..<rowCount).contains(i) {
      shapeMismatch("row of a matrix", expected: [rowCount], found: [i])
    }
    let picked = storage.withUnsafeBufferPointer { source in
      ElementStorage<Scalar>(count: positions.count * d, in: storage.file) { target in
        guard let target = target.baseAddress, let source = source.baseAddress else { return }
        for (k, i) in positions.enumerated() {
          (target + k * d).initialize(from: source + i * d, count: d)
        }
      }
    }
    return DenseMatrix(rowCount: positions.count, columnCount: d, storage: picked)
  }

  /// The same numbers in another precision.
  public func converted<Other: BLASScalar>(to type: Other.Type) -> DenseMatrix<Other> {
    if let same = self as? DenseMatrix<Other> { return same }
    // The generic conversion works on sign, exponent and digits and takes a hundred times as long as
    // the processor's own.
    if let single = self as? DenseMatrix<Float>, let result = single.doubled as? DenseMatrix<Other>
    {
      return result
    }
    if let double = self as? Matrix, let result = double.halved as? DenseMatrix<Other> {
      return result
    }
    return DenseMatrix<Other>(
      rowCount: rowCount, columnCount: columnCount, storage: storage.converted { Other($0) })
  }
}

extension DenseMatrix<Float> {
  fileprivate var doubled: Matrix {
    Matrix(rowCount: rowCount, columnCount: columnCount, storage: storage.converted { Double($0) })
  }
}

extension DenseMatrix<Double> {
  fileprivate var halved: DenseMatrix<Float> {
    DenseMatrix<Float>(
      rowCount: rowCount, columnCount: columnCount, storage: storage.converted { Float($0) })
  }
}

extension Array where Element: BLASScalar {
  /// The same numbers in another precision.
  public func converted<Other: BLASScalar>(to type: Other.Type) -> [Other] {
    DenseMatrix(rowCount: 1, columnCount: count, storage: self).converted(to: type).storage.array
  }
}

public typealias Matrix = DenseMatrix<Double>

/// Ends the program because of an error in Assay itself: operands whose shapes do not fit.
@usableFromInline
func shapeMismatch(_ what: String, expected: [Int], found: [Int]) -> Never {
  fatalError("\(what): expected shape \(expected), found \(found)")
}
