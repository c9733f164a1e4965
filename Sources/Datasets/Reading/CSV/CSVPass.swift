internal import Diagnostics
internal import Foundation
internal import LinearAlgebra

/// One pass over the rows of a delimited file; each cell is written into its column's storage.
///
/// A column is read as numbers until a cell says otherwise; from there on it is skipped, and its
/// index is in `conflicts` so that another pass reads it as text from the start.
final class CSVPass {
  /// What a pass does with a column.
  enum Plan: UInt8 {
    case skip, number, text
  }

  private struct Store {
    var plan: Plan
    /// Whether a cell that `DecimalScanner` reads as a number is that number.
    var isPlain: Bool
    var numbers: UnsafeMutablePointer<Double>?
    var codes: UnsafeMutablePointer<Int32>?
    /// Who owns the memory of `numbers` or `codes`.
    var numberElements: GrowingElements<Double>?
    var codeElements: GrowingElements<Int32>?
    var levels: LevelTable?
  }

  /// The greatest number of row errors that are kept.
  private static let greatestErrorCount = 10

  private let layout: CSVLayout
  private let dialect: CSVDialect
  private let columnCount: Int
  private let limit: Int
  private let stores: UnsafeMutablePointer<Store>
  private var scanner: CellScanner
  private let numberScanner = DecimalScanner()
  private var capacity: Int
  private var line: Int

  private(set) var rowCount = 0
  private(set) var lines = LineMap()
  /// The lines that repeat the header, which are no rows.
  private(set) var repeatedHeaders: [Int] = []
  /// Columns planned as numbers that hold text, with the row it was met in.
  private(set) var conflicts: [Int: Int] = [:]
  private(set) var problems: [Diagnostic] = []
  private(set) var problemCount = 0

  var isFull: Bool { rowCount >= limit }

  init(_ layout: CSVLayout, plans: [Plan], limit: Int, file: ScratchFile? = nil) {
    self.layout = layout
    self.limit = limit
    dialect = layout.dialect
    line = layout.head.line
    columnCount = plans.count
    scanner = CellScanner(dialect)
    capacity = 1024
    stores = .allocate(capacity: plans.count)
    for (i, plan) in plans.enumerated() {
      let missing = layout.missing[i]
      var store = Store(
        plan: plan, isPlain: missing.numbers.isEmpty && dialect.style.acceptsPlainNumbers)
      switch plan {
      case .skip: break
      case .number:
        let elements = GrowingElements<Double>(capacity: capacity, in: file)
        (store.numberElements, store.numbers) = (elements, elements.base)
      case .text:
        let elements = GrowingElements<Int32>(capacity: capacity, in: file)
        (store.codeElements, store.codes) = (elements, elements.base)
        var levels = LevelTable()
        levels.addMissing([])
        for token in missing.texts { levels.addMissing(token) }
        store.levels = levels
      }
      (stores + i).initialize(to: store)
    }
  }

  deinit {
    for i in 0..<columnCount {
      stores[i].numberElements?.discard()
      stores[i].codeElements?.discard()
      stores[i].levels?.deallocate()
    }
    stores.deinitialize(count: columnCount)
    stores.deallocate()
    scanner.deallocate()
  }

  /// Reads every whole row from `start` on and gives the place behind the last one.
  func readRows(in window: ByteWindow, from start: UnsafePointer<UInt8>) -> UnsafePointer<UInt8> {
    let end = window.end
    let isLast = window.isLast
    let delimiter = dialect.delimiter
    let isTrimmed = dialect.isTrimmed
    let hasComments = dialect.comment != nil
    let (finder, numberScanner) = (scanner, numberScanner)
    let (stores, lastRow) = (stores, limit)
    let lastColumn = columnCount - 1
    let (headerWord, headerMask) = headerStart
    var rowStart = start
    var row = rowCount
    defer { rowCount = row }

    rows: while rowStart < end, row < lastRow {
      var p = rowStart
      let word = UnsafeRawPointer(p).loadUnaligned(as: UInt64.self)
      if p.pointee == 0x0A || p.pointee == 0x0D || hasComments || word & headerMask == headerWord {
        switch skipLine(p, end: end, isLast: isLast) {
        case .row: break
        case .skipped(let next):
          rowStart = next
          continue rows
        case .incomplete: return rowStart
        }
      }
      if row == capacity { grow() }
      var column = 0
      var lineBreakCount = 0
      cells: while true {
        let store = stores + column
        var terminator: UnsafePointer<UInt8>
        switch store.pointee.plan {
        case .number:
          var value = 0.0
          if let next = numberScanner.scan(p, into: &value), finder.isEnd(next.pointee),
            store.pointee.isPlain
          {
            terminator = next
            store.pointee.numbers.unsafelyUnwrapped[row] = value
          } else if finder.isEnd(p.pointee) {
            terminator = p
            store.pointee.numbers.unsafelyUnwrapped[row] = .nan
          } else {
            var cell = CellScanner.Cell(start: p, count: 0, terminator: p)
            let outcome = scanner.scan(p, end: end, isLast: isLast, into: &cell)
            if outcome == .incomplete { return rowStart }
            if outcome == .found {
              readNumber(cell, column: column, row: row)
              lineBreakCount += cell.lineBreakCount
              terminator = cell.terminator
            } else {
              note(outcome, line: line + lineBreakCount, column: column)
              return giveUp(window)
            }
          }
        case .text:
          if p.pointee != 0x22, !isTrimmed {
            terminator = finder.endOfPlainCell(p)
            if terminator >= end, !isLast { return rowStart }
            store.pointee.codes.unsafelyUnwrapped[row] =
              store.pointee.levels?.code(of: p, count: terminator - p) ?? -1
          } else {
            var cell = CellScanner.Cell(start: p, count: 0, terminator: p)
            let outcome = scanner.scan(p, end: end, isLast: isLast, into: &cell)
            if outcome == .incomplete { return rowStart }
            guard outcome == .found else {
              note(outcome, line: line + lineBreakCount, column: column)
              return giveUp(window)
            }
            store.pointee.codes.unsafelyUnwrapped[row] =
              store.pointee.levels?.code(of: cell.start, count: cell.count) ?? -1
            lineBreakCount += cell.lineBreakCount
            terminator = cell.terminator
          }
        case .skip:
          var cell = CellScanner.Cell(start: p, count: 0, terminator: p)
          let outcome = scanner.scan(p, end: end, isLast: isLast, into: &cell)
          if outcome == .incomplete { return rowStart }
          guard outcome == .found else {
            note(outcome, line: line + lineBreakCount, column: column)
            return giveUp(window)
          }
          lineBreakCount += cell.lineBreakCount
          terminator = cell.terminator
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
            if next.pointee == 0x0A { next += 1 }
          }
          lines.note(row: row, line: line)
          line += 1 + lineBreakCount
          row += 1
          rowStart = next
          continue rows
        }
        // The row is shorter or longer than it should be: count its cells.
        guard let next = noteRaggedRow(rowStart, end: end, isLast: isLast) else { return rowStart }
        rowStart = next
        continue rows
      }
    }
    return min(rowStart, end)
  }

  /// The columns read, by index; what a plan skipped is not among them.
  func finish() throws -> [Int: Column] {
    let names = layout.names
    var columns: [Int: Column] = [:]
    var problems = ProblemList()
    for i in 0..<columnCount where conflicts[i] == nil {
      if let numbers = stores[i].numberElements {
        let values = numbers.finish(count: rowCount)
        stores[i].numberElements = nil
        columns[i] = Column(name: names[i], values: .numbers(values))
      } else if let codes = stores[i].codeElements, let levels = stores[i].levels {
        let values = codes.finish(count: rowCount)
        stores[i].codeElements = nil
        var texts = [String](repeating: "", count: levels.count)
        levels.forEachLevel { code, bytes in
          if let text = CSVText.string(bytes) {
            texts[code] = text
          } else {
            let row = values.firstIndex(of: Int32(code)) ?? 0
            problems.addToData(
              CSVText.diagnostic(
                badText: bytes, path: layout.path, line: lines.line(of: row), column: names[i]))
          }
        }
        let levels = TextLevels(texts, missing: layout.missing[i].numbers, style: dialect.style)
        columns[i] = Column(
          name: names[i], values: .categories(codes: levels.codes(values), levels: levels.levels))
      }
    }
    try problems.throwIfAny()
    return columns
  }

  /// Whether the numbers of a column read so far could be classes.
  func couldBeClasses(_ column: Int) -> Bool {
    guard let numbers = stores[column].numbers, conflicts[column] == nil else { return false }
    return ClassInference.couldBeClasses(UnsafeBufferPointer(start: numbers, count: rowCount))
  }

  // MARK: Rare cases

  private enum LineKind {
    case row
    case skipped(UnsafePointer<UInt8>)
    case incomplete
  }

  /// The first bytes of a repeated header as a word, and which bits of the word they are.
  private var headerStart: (word: UInt64, mask: UInt64) {
    let header = layout.head.header
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
    if isHeader { repeatedHeaders.append(line) }
    line += isHeader ? layout.head.headerLineCount : 1
    return .skipped(next)
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
        conflicts[column] = row
        stores[column].plan = .skip
      }
    }
    stores[column].numbers.unsafelyUnwrapped[row] = value
  }

  private func grow() {
    for i in 0..<columnCount {
      stores[i].numberElements?.grow(to: capacity * 2, keeping: capacity)
      stores[i].numbers = stores[i].numberElements?.base
      stores[i].codeElements?.grow(to: capacity * 2, keeping: capacity)
      stores[i].codes = stores[i].codeElements?.base
    }
    capacity *= 2
  }

  /// Ends the pass: after a quote that is never closed no cell can be found.
  private func giveUp(_ window: ByteWindow) -> UnsafePointer<UInt8> {
    isAbandoned = true
    return window.end
  }

  private(set) var isAbandoned = false

  private func note(_ outcome: CellScanner.Outcome, line: Int, column: Int) {
    let message =
      outcome == .unclosedQuote
      ? "a quote must be closed; got the end of the file in column \(column + 1)"
      : "a closing quote must end its cell; got more text in column \(column + 1)"
    note(id: "csv-quote", message, line: line)
  }

  private func note(id: String, _ message: String, line: Int, notes: [String] = []) {
    problemCount += 1
    guard problems.count < Self.greatestErrorCount else { return }
    problems.append(
      Diagnostic(
        id: id, message, at: SourceLocation(file: layout.path, line: line, column: 1), notes: notes))
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
        isAbandoned = true
        return end
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
        id: "csv-ragged", "a row must have \(columnCount) cells; got \(count)", line: line,
        notes: isMarked
          ? ["if it is a comment, say so: data.csv.comment: \"\(character)\""] : [])
    }
    line += 1 + lineBreakCount
    return min(p + 1, end)
  }
}
