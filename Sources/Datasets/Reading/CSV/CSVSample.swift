internal import Diagnostics

/// The first lines of a delimited file as its reader will read them: without comments and empty
/// lines, quoted cells whole.
struct CSVSample {
  /// Largest number of lines.
  static let greatestLineCount = 101

  struct Line {
    /// The cells one after another, each followed by zeros.
    private var bytes: [UInt8] = []
    private var ends: [Int] = []
    fileprivate(set) var number = 1
    /// Bytes up to the line's start, to its last cell's end and to the next line's start.
    fileprivate(set) var offset = 0
    fileprivate(set) var endOffset = 0
    fileprivate(set) var nextOffset = 0
    fileprivate(set) var nextNumber = 1

    private static let padding = 16

    var cellCount: Int { ends.count }

    /// The bytes of a cell; 16 readable ones follow.
    func withCell<R>(_ index: Int, _ body: (UnsafeBufferPointer<UInt8>) throws -> R) rethrows -> R {
      let start = index == 0 ? 0 : ends[index - 1] + Self.padding
      return try bytes.withUnsafeBufferPointer {
        try body(UnsafeBufferPointer(rebasing: $0[start..<ends[index]]))
      }
    }

    func isEmpty(_ index: Int) -> Bool { withCell(index, \.isEmpty) }

    func text(_ index: Int) -> String {
      withCell(index) { String(decoding: $0, as: UTF8.self) }
    }

    fileprivate mutating func append(_ cell: CellScanner.Cell) {
      bytes += UnsafeBufferPointer(start: cell.start, count: cell.count)
      ends.append(bytes.count)
      bytes += repeatElement(0, count: Self.padding)
    }
  }

  private(set) var lines: [Line] = []
  /// Whether no end was found of a quoted cell of the first line.
  private(set) var isFirstLineUnclosed = false

  /// Two lines at least, if there are two; the window grows until it holds them.
  init(_ window: ByteWindow, from start: CSVStart, dialect: CSVDialect) throws {
    while !fill(window, from: start, dialect: dialect) {
      try window.refill(keepingFrom: window.start)
    }
  }

  /// The most frequent number of cells of a line, the larger one if two are equally frequent.
  var usualCellCount: Int {
    var counts: [Int: Int] = [:]
    for line in lines { counts[line.cellCount, default: 0] += 1 }
    return counts.max { ($0.value, $0.key) < ($1.value, $1.key) }?.key ?? 0
  }

  /// Fraction of the lines with the most frequent number of cells.
  var regularity: Double {
    let usual = usualCellCount
    return Double(lines.count { $0.cellCount == usual }) / Double(max(1, lines.count))
  }

  /// False when the window ends before the second line does.
  private mutating func fill(
    _ window: ByteWindow, from start: CSVStart, dialect: CSVDialect
  ) -> Bool {
    var scanner = CellScanner(dialect)
    defer { scanner.deallocate() }
    lines = []
    var p = window.start + start.offset
    var number = start.line
    while p < window.end, lines.count < Self.greatestLineCount {
      var line = Line()
      (line.number, line.offset) = (number, p - window.start)
      let isComment =
        dialect.comment.map { comment in
          comment.indices.allSatisfy { p + $0 < window.end && p[$0] == comment[$0] }
        } ?? false
      var isComplete = false
      while !isComplete {
        var cell = CellScanner.Cell(start: p, count: 0, terminator: p)
        if isComment {
          while p < window.end, p.pointee != 0x0A, p.pointee != 0x0D { p += 1 }
          cell.terminator = p
        } else {
          switch scanner.scan(p, end: window.end, isLast: window.isLast, into: &cell) {
          case .found: break
          case .incomplete: return lines.count >= 2
          case .textBehindQuote, .unclosedQuote:
            // The pass over the rows reports it with its line, except in the first line.
            isFirstLineUnclosed = lines.isEmpty
            return true
          }
          line.append(cell)
          number += cell.lineBreakCount
        }
        p = cell.terminator
        line.endOffset = min(p, window.end) - window.start
        if p >= window.end, !window.isLast { return lines.count >= 2 }
        if p.pointee == 0x0D {
          if p + 1 >= window.end, !window.isLast { return lines.count >= 2 }
          if p[1] == 0x0A { p += 1 }
          isComplete = true
        } else {
          isComplete = p.pointee != dialect.delimiter || isComment
        }
        p += 1
      }
      number += 1
      line.nextOffset = min(p, window.end) - window.start
      line.nextNumber = number
      if !isComment, line.cellCount > 1 || !line.isEmpty(0) { lines.append(line) }
    }
    return true
  }
}
