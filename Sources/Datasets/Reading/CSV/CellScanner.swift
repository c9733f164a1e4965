internal import Foundation

/// Finds the cells of delimited text, quoted or not.
///
/// **Source** RFC 4180, with lines ended by LF, CRLF or CR, and quotes inside an unquoted cell kept
/// as they are.
struct CellScanner {
  /// A cell that was found.
  struct Cell {
    var start: UnsafePointer<UInt8>
    var count: Int
    /// The byte that ends it: the delimiter or a line's end.
    var terminator: UnsafePointer<UInt8>
    /// Line breaks inside the quotes.
    var lineBreakCount = 0
    var isQuoted = false
  }

  enum Outcome {
    case found
    /// The window ends before the cell does.
    case incomplete
    /// Something other than a delimiter follows the closing quote.
    case textBehindQuote
    /// The file ends inside quotes.
    case unclosedQuote
  }

  let delimiter: UInt8
  let isTrimmed: Bool
  private let delimiterWord: UInt64
  /// Room for a cell whose doubled quotes are replaced by single ones.
  private var scratch: UnsafeMutablePointer<UInt8>
  private var scratchCapacity: Int

  init(_ dialect: CSVDialect) {
    delimiter = dialect.delimiter
    isTrimmed = dialect.isTrimmed
    delimiterWord = UInt64(dialect.delimiter) &* 0x0101_0101_0101_0101
    scratchCapacity = 256
    scratch = .allocate(capacity: scratchCapacity + ByteWindow.padding)
  }

  func deallocate() { scratch.deallocate() }

  /// The first delimiter or line end at or behind `p`, eight bytes at a time.
  @inline(__always)
  func endOfPlainCell(_ p: UnsafePointer<UInt8>) -> UnsafePointer<UInt8> {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let tops: UInt64 = 0x8080_8080_8080_8080
    var raw = UnsafeRawPointer(p)
    while true {
      let word = UInt64(littleEndian: raw.loadUnaligned(as: UInt64.self))
      let a = word ^ delimiterWord
      let b = word ^ 0x0A0A_0A0A_0A0A_0A0A
      let c = word ^ 0x0D0D_0D0D_0D0D_0D0D
      // A byte that is zero gets its top bit; bytes above it may get one wrongly, so take the first.
      let found = (((a &- ones) & ~a) | ((b &- ones) & ~b) | ((c &- ones) & ~c)) & tops
      if found != 0 {
        return (raw + found.trailingZeroBitCount / 8).assumingMemoryBound(to: UInt8.self)
      }
      raw += 8
    }
  }

  @inline(__always)
  func isEnd(_ byte: UInt8) -> Bool { byte == delimiter || byte == 0x0A || byte == 0x0D }

  /// The cell that starts at `p`, whatever it holds. `end` is the end of the window.
  mutating func scan(
    _ start: UnsafePointer<UInt8>, end: UnsafePointer<UInt8>, isLast: Bool, into cell: inout Cell
  ) -> Outcome {
    var p = start
    if isTrimmed { while isBlank(p.pointee) { p += 1 } }
    if p.pointee == 0x22, p < end {
      return scanQuoted(p + 1, end: end, isLast: isLast, into: &cell)
    }
    let terminator = endOfPlainCell(p)
    if terminator >= end, !isLast { return .incomplete }
    var last = terminator
    if isTrimmed { while last > p, isBlank(last[-1]) { last -= 1 } }
    cell = Cell(start: p, count: last - p, terminator: terminator)
    return .found
  }

  @inline(__always)
  func isBlank(_ byte: UInt8) -> Bool {
    (byte == 0x20 || byte == 0x09) && byte != delimiter
  }

  private mutating func scanQuoted(
    _ start: UnsafePointer<UInt8>, end: UnsafePointer<UInt8>, isLast: Bool, into cell: inout Cell
  ) -> Outcome {
    var p = start
    var escapeCount = 0
    while true {
      guard p < end, let found = memchr(p, 0x22, end - p) else {
        return isLast ? .unclosedQuote : .incomplete
      }
      p = UnsafePointer(found.assumingMemoryBound(to: UInt8.self)) + 1
      // The byte behind decides whether the quote is doubled.
      if p >= end, !isLast { return .incomplete }
      if p < end, p.pointee == 0x22 {
        escapeCount += 1
        p += 1
        continue
      }
      break
    }
    let count = p - 1 - start
    var terminator = p
    if isTrimmed { while terminator < end, isBlank(terminator.pointee) { terminator += 1 } }
    if terminator >= end, !isLast { return .incomplete }
    guard isEnd(terminator.pointee) else { return .textBehindQuote }
    cell = Cell(start: start, count: count, terminator: terminator, isQuoted: true)
    cell.lineBreakCount = lineBreakCount(in: UnsafeBufferPointer(start: start, count: count))
    if escapeCount > 0 { undoEscapes(of: &cell) }
    return .found
  }

  private func lineBreakCount(in text: UnsafeBufferPointer<UInt8>) -> Int {
    var count = 0
    for i in text.indices {
      if text[i] == 0x0A {
        count += 1
      } else if text[i] == 0x0D, i + 1 == text.count || text[i + 1] != 0x0A {
        count += 1
      }
    }
    return count
  }

  private mutating func undoEscapes(of cell: inout Cell) {
    if cell.count > scratchCapacity {
      scratch.deallocate()
      scratchCapacity = cell.count * 2
      scratch = .allocate(capacity: scratchCapacity + ByteWindow.padding)
    }
    var count = 0
    var i = 0
    while i < cell.count {
      scratch[count] = cell.start[i]
      if cell.start[i] == 0x22 { i += 1 }
      i += 1
      count += 1
    }
    (scratch + count).update(repeating: 0, count: ByteWindow.padding)
    cell.start = UnsafePointer(scratch)
    cell.count = count
  }
}
