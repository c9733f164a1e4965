/// One aligned block of memory that matrices are cut from: made once for a run, so that a step
/// of training allocates nothing.
public final class Workspace<Scalar: BLASScalar> {
  private let memory: UnsafeMutablePointer<Scalar>
  private let capacity: Int
  private var usedCount = 0

  /// Room for `capacity` numbers, all zero; each piece cut from it starts on a cache line.
  private init(capacity: Int) {
    let alignment = Self.alignment
    let raw = UnsafeMutableRawPointer.allocate(
      byteCount: capacity * MemoryLayout<Scalar>.stride, alignment: alignment)
    memory = raw.bindMemory(to: Scalar.self, capacity: capacity)
    memory.initialize(repeating: 0, count: capacity)
    self.capacity = capacity
  }

  /// Room for matrices of the given shapes, to be cut in any order.
  public convenience init(shapes: [(rows: Int, columns: Int)]) {
    self.init(capacity: shapes.reduce(1) { $0 + Self.padded($1.rows * $1.columns) })
  }

  deinit { memory.deallocate() }

  /// The next piece, as a matrix of zeros; valid as long as the workspace.
  public func matrix(rows: Int, columns: Int) -> MatrixView<Scalar> {
    let count = Self.padded(rows * columns)
    guard usedCount + count <= capacity else {
      shapeMismatch("workspace", expected: [capacity - usedCount], found: [rows, columns])
    }
    defer { usedCount += count }
    return MatrixView(
      base: memory + usedCount, rowCount: rows, columnCount: columns, stride: columns)
  }

  private static var alignment: Int { 64 }

  private static func padded(_ count: Int) -> Int {
    let unit = alignment / MemoryLayout<Scalar>.stride
    return (count + unit - 1) / unit * unit
  }
}
