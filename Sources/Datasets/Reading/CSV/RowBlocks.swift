internal import Foundation

/// A part of a window that begins with a row and ends with one.
struct RowBlock {
  let start: UnsafePointer<UInt8>
  let end: UnsafePointer<UInt8>
  /// Line breaks in it, those inside of quotes too.
  let lineBreakCount: Int

  /// The rows, if no line is empty and no quoted text has several; the last row of a file may end
  /// without a line break.
  var greatestRowCount: Int { lineBreakCount + (end[-1] == 0x0A ? 0 : 1) }
}

/// Divides delimited text at the ends of rows, without reading the cells.
///
/// A line feed ends a row unless it is inside of quotes, and a quote is one only where a cell begins:
/// as `CellScanner` has it.
struct RowBlockFinder {
  let delimiter: UInt8
  let isTrimmed: Bool
  /// Bytes from which a block ends at the next row.
  let blockSize: Int

  /// The whole rows from `start`, which is a row's, up to `end`; the rest belongs to a row that is not
  /// whole. With `isLast`, everything is in a block.
  func blocks(
    from start: UnsafePointer<UInt8>, to end: UnsafePointer<UInt8>, isLast: Bool
  ) -> [RowBlock] {
    var blocks: [RowBlock] = []
    var blockStart = start
    /// Behind the last line feed that ends a row.
    var rowEnd = start
    var p = start
    func close(at blockEnd: UnsafePointer<UInt8>) {
      guard blockEnd > blockStart else { return }
      blocks.append(
        RowBlock(
          start: blockStart, end: blockEnd,
          lineBreakCount: Self.lineBreakCount(blockStart, blockEnd)))
      blockStart = blockEnd
    }
    while p < end {
      let quote = memchr(p, 0x22, end - p).map { Self.pointer($0) }
      let plainEnd = quote ?? end
      // Blocks that end before the quote.
      while plainEnd - blockStart > blockSize {
        let from = max(p, blockStart + blockSize)
        guard let found = memchr(from, 0x0A, plainEnd - from) else { break }
        rowEnd = Self.pointer(found) + 1
        close(at: rowEnd)
        p = rowEnd
      }
      if memchr(p, 0x0A, plainEnd - p) != nil {
        rowEnd = plainEnd
        while rowEnd[-1] != 0x0A { rowEnd -= 1 }
      }
      guard let quote else { break }
      p = quote + 1
      guard beginsCell(quote, after: blockStart) else { continue }
      guard let closing = closingQuote(from: p, end: end) else { break }
      p = closing + 1
    }
    close(at: isLast ? end : rowEnd)
    return blocks
  }

  /// Whether a quote is the first byte of a cell; `rowStart` begins one.
  private func beginsCell(
    _ quote: UnsafePointer<UInt8>, after rowStart: UnsafePointer<UInt8>
  ) -> Bool {
    var p = quote
    while p > rowStart {
      let byte = p[-1]
      if byte == delimiter || byte == 0x0A || byte == 0x0D { return true }
      guard isTrimmed, byte == 0x20 || byte == 0x09 else { return false }
      p -= 1
    }
    return true
  }

  /// The quote that ends quoted text: one that is not doubled; nil if the window ends before.
  private func closingQuote(
    from start: UnsafePointer<UInt8>, end: UnsafePointer<UInt8>
  ) -> UnsafePointer<UInt8>? {
    var p = start
    while p < end, let found = memchr(p, 0x22, end - p) {
      let quote = Self.pointer(found)
      guard quote + 1 < end else { return quote }
      if quote[1] != 0x22 { return quote }
      p = quote + 2
    }
    return nil
  }

  /// Line breaks of the three kinds: LF, CR LF and CR. `end` must be readable.
  static func lineBreakCount(_ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> Int {
    var count = 0
    var p = start
    while p < end, let found = memchr(p, 0x0A, end - p) {
      count += 1
      p = pointer(found) + 1
    }
    p = start
    while p < end, let found = memchr(p, 0x0D, end - p) {
      p = pointer(found) + 1
      if p.pointee != 0x0A { count += 1 }
    }
    return count
  }

  private static func pointer(_ found: UnsafeMutableRawPointer) -> UnsafePointer<UInt8> {
    UnsafePointer(found.assumingMemoryBound(to: UInt8.self))
  }
}
