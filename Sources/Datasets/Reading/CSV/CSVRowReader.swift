internal import CScanning
internal import Diagnostics
internal import Foundation
internal import LinearAlgebra
internal import Text

/// Reads rows of delimited text; each cell is written to the place of its row in its column.
///
/// It has its own numbering of the texts of a column, which continues from one part of the text to the
/// next. It belongs to one thread at a time.
final class CSVRowReader {
  /// What became of a part of the text.
  struct Result {
    /// Behind the last whole row.
    var end: UnsafePointer<UInt8>
    /// The line in which `end` is.
    var line: Int
    var rowCount = 0
    /// With rows counted from the part's first.
    var lines = LineMap()
    /// The lines that repeat the header, which are no rows.
    var repeatedHeaders: [Int] = []
    /// Columns planned as numbers that hold text.
    var conflicts: Set<Int> = []
    var problems: [Diagnostic] = []
    var problemCount = 0
    /// Whether a quote that is never closed ended the part: no cell can be found behind it.
    var isAbandoned = false
    /// The number of texts known so far, by column of text.
    var levelCounts: [Int] = []
  }

  private struct Store {
    var plan: CSVPass.Plan
    /// Whether a cell that `DecimalScanner` reads as a number is that number.
    var isPlain: Bool
    /// Where the cells of the first row go, of a column of text.
    var codes: UnsafeMutablePointer<Int32>?
    var levels: LevelTable?
  }

  private let layout: CSVLayout
  private let dialect: CSVDialect
  private let columnCount: Int
  private let textColumns: [Int]
  private let stores: UnsafeMutablePointer<Store>
  private let tile: NumberTile
  /// How many columns of plain numbers there are from a column on without another one.
  private let runs: UnsafeMutablePointer<Int>
  private var scanner: CellScanner
  private let numberScanner = DecimalScanner()
  private let headerStart: (word: UInt64, mask: UInt64)
  private var line = 1
  private var result: Result

  init(_ layout: CSVLayout, plans: [CSVPass.Plan]) {
    self.layout = layout
    dialect = layout.dialect
    columnCount = plans.count
    textColumns = plans.indices.filter { plans[$0] == .text }
    scanner = CellScanner(dialect)
    headerStart = Self.start(of: layout.head.header, columnCount: plans.count)
    stores = .allocate(capacity: plans.count)
    tile = NumberTile(columnCount: plans.count)
    runs = .allocate(capacity: plans.count)
    runs.initialize(repeating: 0, count: plans.count)
    for (i, plan) in plans.enumerated() {
      let missing = layout.missing[i]
      var store = Store(
        plan: plan, isPlain: missing.numbers.isEmpty && dialect.style.acceptsPlainNumbers)
      if plan == .text {
        var levels = LevelTable()
        levels.addMissing([])
        for token in missing.texts { levels.addMissing(token) }
        store.levels = levels
      }
      (stores + i).initialize(to: store)
    }
    result = Result(end: UnsafePointer(bitPattern: 1).unsafelyUnwrapped, line: 1)
    findRuns()
  }

  deinit {
    for i in 0..<columnCount { stores[i].levels?.deallocate() }
    stores.deinitialize(count: columnCount)
    stores.deallocate()
    tile.deallocate()
    runs.deallocate()
    scanner.deallocate()
  }

  /// The distinct texts of a column in the order of their codes.
  func levels(of column: Int) -> LevelTable? { stores[column].levels }

  /// Frees the texts of a column.
  func discardLevels(of column: Int) {
    stores[column].levels?.deallocate()
    stores[column].levels = nil
  }

  /// Skips a column from here on.
  func skip(_ column: Int) {
    stores[column].plan = .skip
    findRuns()
  }

  private func findRuns() {
    var count = 0
    for column in (0..<columnCount).reversed() {
      count = stores[column].plan == .number && stores[column].isPlain ? count + 1 : 0
      runs[column] = count
    }
  }

  /// Reads every whole row from `start` to `end`, but at most `limit` rows.
  ///
  /// - Parameters:
  ///   - isLast: Whether the text ends at `end`, so that a row does too.
  ///   - room: The place of the first row in each column.
  func readRows(
    from start: UnsafePointer<UInt8>, to end: UnsafePointer<UInt8>, isLast: Bool, line: Int,
    into room: CSVRoom
  ) -> Result {
    self.line = line
    result = Result(end: start, line: line)
    for i in 0..<columnCount {
      stores[i].codes = room.codes[i]
    }
    let rowEnd = readRows(from: start, to: end, isLast: isLast, into: room)
    result.end = rowEnd
    result.line = self.line
    result.levelCounts = textColumns.map { stores[$0].levels?.count ?? 0 }
    return result
  }

  private func readRows(
    from start: UnsafePointer<UInt8>, to end: UnsafePointer<UInt8>, isLast: Bool,
    into room: CSVRoom
  ) -> UnsafePointer<UInt8> {
    let delimiter = dialect.delimiter
    let isTrimmed = dialect.isTrimmed
    let hasComments = dialect.comment != nil
    let (finder, numberScanner) = (scanner, numberScanner)
    let (stores, runs) = (stores, runs)
    let lastColumn = columnCount - 1
    let (headerWord, headerMask) = headerStart
    var tables = numberScanner.tables
    var ends = scanning_ends(block: start, flags: 0, delimiter: delimiter)
    scanning_restart(&ends, start)
    var rowStart = start
    var row = 0
    /// Where the numbers of the row go.
    var values = tile.values(ofRow: 0)
    defer {
      tile.write(rowsBefore: row, to: room)
      result.rowCount = row
    }

    rows: while rowStart < end, row < room.rowCount {
      var p = rowStart
      let word = UnsafeRawPointer(p).loadUnaligned(as: UInt64.self)
      if p.pointee == 0x0A || p.pointee == 0x0D || hasComments || word & headerMask == headerWord {
        switch skipLine(p, end: end, isLast: isLast) {
        case .row: break
        case .skipped(let next):
          rowStart = next
          scanning_restart(&ends, next)
          continue rows
        case .incomplete: return rowStart
        }
      }
      var column = 0
      var lineBreakCount = 0
      cells: while true {
        var terminator: UnsafePointer<UInt8>
        var last: UnsafePointer<UInt8>? = p
        var value = 0.0
        let count =
          runs[column] == 0
          ? 0
          : scanning_read_numbers(&ends, &last, runs[column], values + column, &tables)
        if count > 0 {
          column += count - 1
          terminator = last.unsafelyUnwrapped
        } else if runs[column] > 0, let next = numberScanner.scan(p, into: &value),
          finder.isEnd(next.pointee)
        {
          terminator = scanning_next(&ends)
          values[column] = value
        } else if stores[column].plan != .number, p.pointee != 0x22, !isTrimmed {
          terminator = scanning_next(&ends)
          if terminator >= end, !isLast { return rowStart }
          if stores[column].plan == .text {
            stores[column].codes.unsafelyUnwrapped[row] =
              stores[column].levels?.code(of: p, count: terminator - p) ?? -1
          }
        } else {
          var cell = CellScanner.Cell(start: p, count: 0, terminator: p)
          let outcome = scanner.scan(p, end: end, isLast: isLast, into: &cell)
          if outcome == .incomplete { return rowStart }
          guard outcome == .found else {
            note(outcome, line: line + lineBreakCount, column: column)
            return giveUp(at: end)
          }
          read(cell, column: column, row: row)
          lineBreakCount += cell.lineBreakCount
          terminator = cell.terminator
          scanning_restart(&ends, terminator + 1)
        }
        if terminator >= end, !isLast { return rowStart }
        if terminator.pointee == delimiter {
          p = terminator + 1
          column += 1
          if column <= lastColumn { continue cells }
        } else if column == lastColumn {
          var next = terminator + 1
          if terminator.pointee == 0x0D {
            if next >= end, !isLast { return rowStart }
            if next.pointee == 0x0A { next = scanning_next(&ends).unsafelyUnwrapped + 1 }
          }
          result.lines.note(row: row, line: line)
          line += 1 + lineBreakCount
          row += 1
          rowStart = next
          if row % NumberTile.rowCount == 0 { tile.writeWhole(before: row, to: room) }
          values = tile.values(ofRow: row)
          continue rows
        }
        // The row is shorter or longer than it should be: count its cells.
        guard let next = noteRaggedRow(rowStart, end: end, isLast: isLast) else { return rowStart }
        rowStart = next
        scanning_restart(&ends, next)
        continue rows
      }
    }
    return min(rowStart, end)
  }

  // MARK: Rare cases

  private enum LineKind {
    case row
    case skipped(UnsafePointer<UInt8>)
    case incomplete
  }

  /// The first bytes of a repeated header as a word, and which bits of the word they are.
  private static func start(
    of header: [UInt8], columnCount: Int
  ) -> (word: UInt64, mask: UInt64) {
    // A row of one cell may well be the name of its column.
    guard !header.isEmpty, columnCount > 1 else { return (1, 0) }
    let padded = header.prefix(8) + repeatElement(0, count: 8)
    let word = padded.withUnsafeBytes { $0.loadUnaligned(as: UInt64.self) }
    let mask: [UInt8] = (0..<8).map { $0 < header.count ? 0xFF : 0 }
    return (word, mask.withUnsafeBytes { $0.loadUnaligned(as: UInt64.self) })
  }

  /// Skips an empty line, a comment or a repeated header.
  private func skipLine(
    _ p: UnsafePointer<UInt8>, end: UnsafePointer<UInt8>, isLast: Bool
  ) -> LineKind {
    var lineEnd = p
    if let comment = dialect.comment {
      if !isLast, end - p < comment.count { return .incomplete }
      let isComment = comment.indices.allSatisfy { p + $0 < end && p[$0] == comment[$0] }
      if isComment {
        while lineEnd < end, lineEnd.pointee != 0x0A, lineEnd.pointee != 0x0D { lineEnd += 1 }
        if lineEnd == end, !isLast { return .incomplete }
      }
    }
    let header = layout.head.header
    var isHeader = false
    if lineEnd == p, columnCount > 1, !header.isEmpty, p.pointee == header[0] {
      if !isLast, end - p <= header.count { return .incomplete }
      if end - p >= header.count, memcmp(p, header, header.count) == 0,
        scanner.isEnd(p[header.count]), p[header.count] != dialect.delimiter
      {
        isHeader = true
        lineEnd = p + header.count
      }
    }
    guard lineEnd.pointee == 0x0A || lineEnd.pointee == 0x0D else { return .row }
    var next = lineEnd + 1
    if lineEnd.pointee == 0x0D {
      if next >= end, !isLast { return .incomplete }
      if next.pointee == 0x0A { next += 1 }
    }
    if isHeader { result.repeatedHeaders.append(line) }
    line += isHeader ? layout.head.headerLineCount : 1
    return .skipped(next)
  }

  /// Reads a cell of any kind.
  private func read(_ cell: CellScanner.Cell, column: Int, row: Int) {
    switch stores[column].plan {
    case .number: readNumber(cell, column: column, row: row)
    case .text:
      stores[column].codes.unsafelyUnwrapped[row] =
        stores[column].levels?.code(of: cell.start, count: cell.count) ?? -1
    case .skip: break
    }
  }

  private func readNumber(_ cell: CellScanner.Cell, column: Int, row: Int) {
    let text = UnsafeBufferPointer(start: cell.start, count: cell.count)
    let missing = layout.missing[column]
    var value = Double.nan
    if !text.isEmpty, !missing.texts.contains(where: { $0.elementsEqual(text) }) {
      let number = dialect.style.value(of: cell.start, count: cell.count, scanner: numberScanner)
      if let number {
        value = missing.numbers.contains(number) ? .nan : number
      } else {
        result.conflicts.insert(column)
        skip(column)
      }
    }
    tile.values(ofRow: row)[column] = value
  }

  private func giveUp(at end: UnsafePointer<UInt8>) -> UnsafePointer<UInt8> {
    result.isAbandoned = true
    return end
  }

  private func note(_ outcome: CellScanner.Outcome, line: Int, column: Int) {
    let message =
      outcome == .unclosedQuote
      ? "a quote must be closed; got the end of the file in column \(column + 1)"
      : "a closing quote must end its cell; got more text in column \(column + 1)"
    note(id: "csv-quote", message, line: line)
  }

  private func note(id: String, _ message: String, line: Int, notes: [String] = []) {
    result.problemCount += 1
    guard result.problems.count < CSVPass.greatestErrorCount else { return }
    result.problems.append(
      Diagnostic(
        id: id, message, at: SourceLocation(file: layout.path, line: line, column: 1), notes: notes)
    )
  }

  /// The place behind a row with too few or too many cells; nil when the window ends inside it.
  private func noteRaggedRow(
    _ start: UnsafePointer<UInt8>, end: UnsafePointer<UInt8>, isLast: Bool
  ) -> UnsafePointer<UInt8>? {
    var p = start
    var (count, lineBreakCount) = (0, 0)
    var isBlankLine = true
    while true {
      var cell = CellScanner.Cell(start: p, count: 0, terminator: p)
      let outcome = scanner.scan(p, end: end, isLast: isLast, into: &cell)
      if outcome == .incomplete { return nil }
      guard outcome == .found else {
        note(outcome, line: line + lineBreakCount, column: count)
        return giveUp(at: end)
      }
      count += 1
      lineBreakCount += cell.lineBreakCount
      if cell.count > 0 || cell.isQuoted { isBlankLine = false }
      p = cell.terminator
      if p.pointee == dialect.delimiter {
        p += 1
        continue
      }
      if p.pointee == 0x0D {
        if p + 1 >= end, !isLast { return nil }
        if p[1] == 0x0A { p += 1 }
      }
      break
    }
    if count > 1 || !isBlankLine {
      let mark = start.pointee
      let isMarked = count == 1 && (mark == 0x23 || mark == 0x25 || mark == 0x7C)
      let character = Character(Unicode.Scalar(mark))
      note(
        id: "csv-ragged",
        "a row must have \(NumberFormat.count(columnCount, "cell")); got \(count)", line: line,
        notes: isMarked
          ? ["if it is a comment, say so: data.csv.comment: \"\(character)\""] : [])
    }
    line += 1 + lineBreakCount
    return min(p + 1, end)
  }
}
