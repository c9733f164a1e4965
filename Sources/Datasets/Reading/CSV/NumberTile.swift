/// The numbers of a few rows, row by row, until they are written to their columns.
///
/// Columns are far apart in memory, at places that a cache cannot keep at the same time: a line of it is
/// written as a whole.
struct NumberTile {
  /// The numbers that a line of a processor's cache holds.
  static let rowCount = 8

  private let columnCount: Int
  private let values: UnsafeMutablePointer<Double>

  init(columnCount: Int) {
    self.columnCount = columnCount
    values = .allocate(capacity: columnCount * Self.rowCount)
    values.initialize(repeating: .nan, count: columnCount * Self.rowCount)
  }

  func deallocate() { values.deallocate() }

  /// Where the numbers of a row are, by column.
  @inline(__always)
  func values(ofRow row: Int) -> UnsafeMutablePointer<Double> {
    values + (row % Self.rowCount) &* columnCount
  }

  /// Writes the last rows to their places.
  ///
  /// - Parameters:
  ///   - row: The row behind the last one; a multiple of `rowCount`.
  ///   - room: The places of row 0.
  @inline(never)
  func writeWhole(before row: Int, to room: CSVRoom) {
    for (column, target) in room.numberColumns {
      let target = target + (row &- Self.rowCount)
      var source = values + column
      for i in 0..<Self.rowCount {
        target[i] = source.pointee
        source += columnCount
      }
    }
  }

  /// Writes the rows that have not been written yet.
  func write(rowsBefore row: Int, to room: CSVRoom) {
    let count = row % Self.rowCount
    for (column, target) in room.numberColumns {
      for i in 0..<count { target[row - count + i] = values[i * columnCount + column] }
    }
  }
}
