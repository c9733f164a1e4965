internal import LinearAlgebra

/// The cells of a table's columns while its rows are read.
final class CSVColumns {
  private(set) var numbers: [GrowingElements<Double>?]
  private(set) var codes: [GrowingElements<Int32>?]
  private var capacity = 1024

  init(_ plans: [CSVPass.Plan], in file: ScratchFile?) {
    let capacity = capacity
    numbers = plans.map { $0 == .number ? GrowingElements(capacity: capacity, in: file) : nil }
    codes = plans.map { $0 == .text ? GrowingElements(capacity: capacity, in: file) : nil }
  }

  deinit {
    for elements in numbers { elements?.discard() }
    for elements in codes { elements?.discard() }
  }

  /// Makes room for `rowCount` rows; the first `count` stay what they are.
  func reserve(_ rowCount: Int, keeping count: Int) {
    guard rowCount > capacity else { return }
    while capacity < rowCount { capacity *= 2 }
    for i in numbers.indices {
      numbers[i]?.grow(to: capacity, keeping: count)
      codes[i]?.grow(to: capacity, keeping: count)
    }
  }

  /// The places of some rows.
  func room(from firstRow: Int, rowCount: Int) -> CSVRoom {
    CSVRoom(
      numberColumns: numbers.enumerated().compactMap { i, numbers in
        numbers.map { (i, $0.base + firstRow) }
      },
      codes: codes.map { $0.map { $0.base + firstRow } }, rowCount: rowCount)
  }

  /// Moves the cells of rows to earlier ones.
  func move(_ rows: Range<Int>, to firstRow: Int) {
    for case let cells? in numbers {
      (cells.base + firstRow).update(from: cells.base + rows.lowerBound, count: rows.count)
    }
    for case let cells? in codes {
      (cells.base + firstRow).update(from: cells.base + rows.lowerBound, count: rows.count)
    }
  }

  /// The cells of all columns; whoever takes them must finish or discard them.
  func take() -> (numbers: [GrowingElements<Double>?], codes: [GrowingElements<Int32>?]) {
    defer { (numbers, codes) = ([], []) }
    return (numbers, codes)
  }
}

/// The places of the cells of some rows.
struct CSVRoom {
  /// The columns of numbers, with the cell of the first row.
  let numberColumns: [(column: Int, base: UnsafeMutablePointer<Double>)]
  /// By column; nil for columns that are no text.
  let codes: [UnsafeMutablePointer<Int32>?]
  let rowCount: Int
}
