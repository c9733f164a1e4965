internal import Diagnostics
internal import LinearAlgebra

/// One pass over the rows of a delimited file; each cell is written into its column's storage.
///
/// A column is read as numbers until a cell says otherwise; from there on it is skipped, and its
/// index is in `conflicts` so that another pass reads it as text from the start.
///
/// Large files are divided at the ends of rows into blocks that all processors read at the same time;
/// the result is that of reading the rows in order.
final class CSVPass {
  /// What a pass does with a column.
  enum Plan: UInt8 {
    case skip, number, text
  }

  /// A block that was read, and the texts that its reader knew afterwards.
  private struct Block {
    let rows: Range<Int>
    let reader: Int
    let levelCounts: [Int]
  }

  /// The greatest number of row errors that are kept.
  static let greatestErrorCount = 10

  private let layout: CSVLayout
  private let limit: Int
  private let finder: RowBlockFinder
  private let columns: CSVColumns
  /// One for each thread; those after the first are made when a window has several blocks.
  private var readers: [CSVRowReader]
  private let plans: [Plan]
  private var blocks: [Block] = []
  private var line: Int

  private(set) var rowCount = 0
  private(set) var lines = LineMap()
  /// The lines that repeat the header, which are no rows.
  private(set) var repeatedHeaders: [Int] = []
  /// Columns planned as numbers that hold text.
  private(set) var conflicts: Set<Int> = []
  private(set) var problems: [Diagnostic] = []
  private(set) var problemCount = 0
  /// Whether the pass ended at a quote that is never closed.
  private(set) var isAbandoned = false

  var isFull: Bool { rowCount >= limit }

  init(
    _ layout: CSVLayout, plans: [Plan], limit: Int, file: ScratchFile? = nil,
    blockSize: Int = 256 << 10
  ) {
    self.layout = layout
    self.limit = limit
    self.plans = plans
    line = layout.head.line
    columns = CSVColumns(plans, in: file)
    readers = [CSVRowReader(layout, plans: plans)]
    finder = RowBlockFinder(
      delimiter: layout.dialect.delimiter, isTrimmed: layout.dialect.isTrimmed,
      blockSize: blockSize)
  }

  /// Reads every whole row from `start` on and gives the place behind the last one.
  func readRows(in window: ByteWindow, from start: UnsafePointer<UInt8>) -> UnsafePointer<UInt8> {
    // A quote in a comment would begin no cell, and the rows of a limit are counted in order.
    let isDivisible = limit == .max && layout.dialect.comment == nil
    let found =
      isDivisible && window.end - start > finder.blockSize
      ? finder.blocks(from: start, to: window.end, isLast: window.isLast) : []
    if found.count > 1 { return readBlocks(found) }
    let greatestCount = RowBlockFinder.lineBreakCount(start, window.end) + 1
    let count = min(greatestCount, limit - rowCount)
    columns.reserve(rowCount + count, keeping: rowCount)
    let result = readers[0].readRows(
      from: start, to: window.end, isLast: window.isLast, line: line,
      into: columns.room(from: rowCount, rowCount: count))
    add(result, from: rowCount, reader: 0)
    return result.end
  }

  /// Reads blocks on all processors; they end with rows.
  private func readBlocks(_ found: [RowBlock]) -> UnsafePointer<UInt8> {
    let readerCount = min(found.count, SharedTasks.greatestWorkerCount)
    while readers.count < readerCount {
      let reader = CSVRowReader(layout, plans: plans)
      conflicts.forEach { reader.skip($0) }
      readers.append(reader)
    }
    var (firstRows, firstLines) = ([rowCount], [line])
    for block in found {
      firstRows.append(firstRows[firstRows.count - 1] + block.greatestRowCount)
      firstLines.append(firstLines[firstLines.count - 1] + block.lineBreakCount)
    }
    columns.reserve(firstRows[found.count], keeping: rowCount)
    var results = [(result: CSVRowReader.Result, reader: Int)?](repeating: nil, count: found.count)
    results.withUnsafeMutableBufferPointer { results in
      SharedTasks.perform(found.count, workerCount: readerCount) { i, reader in
        let room = columns.room(from: firstRows[i], rowCount: firstRows[i + 1] - firstRows[i])
        let result = readers[reader].readRows(
          from: found[i].start, to: found[i].end, isLast: true, line: firstLines[i], into: room)
        results[i] = (result, reader)
      }
    }
    for case (let i, let read?) in results.enumerated() where !isAbandoned {
      add(read.result, from: firstRows[i], reader: read.reader)
    }
    return found[found.count - 1].end
  }

  /// Adds the rows of a block to those before it; their cells are in the columns from `firstRow` on.
  private func add(_ result: CSVRowReader.Result, from firstRow: Int, reader: Int) {
    if firstRow > rowCount {
      columns.move(firstRow..<(firstRow + result.rowCount), to: rowCount)
    }
    let rows = rowCount..<(rowCount + result.rowCount)
    lines.append(result.lines, at: rowCount)
    blocks.append(Block(rows: rows, reader: reader, levelCounts: result.levelCounts))
    rowCount = rows.upperBound
    line = result.line
    repeatedHeaders += result.repeatedHeaders
    for column in result.conflicts where conflicts.insert(column).inserted {
      readers.forEach { $0.skip(column) }
    }
    problemCount += result.problemCount
    problems += result.problems.prefix(Self.greatestErrorCount - problems.count)
    isAbandoned = result.isAbandoned
  }

  /// Whether the numbers of a column read so far could be classes.
  func couldBeClasses(_ column: Int) -> Bool {
    guard let numbers = columns.numbers[column], !conflicts.contains(column) else { return false }
    return ClassInference.couldBeClasses(
      UnsafeBufferPointer(start: numbers.base, count: rowCount))
  }

  /// The columns read, by index; what a plan skipped is not among them.
  func finish() throws -> [Int: Column] {
    let (numbers, codes) = columns.take()
    var textPosition = 0
    let textPositions = plans.map { plan -> Int in
      defer { textPosition += plan == .text ? 1 : 0 }
      return textPosition
    }
    var results = [Result<Column, DatasetError>?](repeating: nil, count: plans.count)
    results.withUnsafeMutableBufferPointer { results in
      SharedTasks.perform(plans.count, workerCount: readers.count) { i, _ in
        if let numbers = numbers[i] {
          if conflicts.contains(i) {
            numbers.discard()
          } else {
            results[i] = .success(
              Column(name: layout.names[i], values: .numbers(numbers.finish(count: rowCount))))
          }
        } else if let codes = codes[i] {
          results[i] = textColumn(i, position: textPositions[i], codes: codes)
        }
      }
    }
    var problems = ProblemList()
    var columns: [Int: Column] = [:]
    for case (let i, let result?) in results.enumerated() {
      do { columns[i] = try result.get() } catch { problems.add(error) }
    }
    try problems.throwIfAny()
    return columns
  }

  /// A column of text, its levels in the order of their first rows.
  private func textColumn(
    _ column: Int, position: Int, codes: GrowingElements<Int32>
  ) -> Result<Column, DatasetError> {
    let used = Set(blocks.map(\.reader))
    let merged = used.count > 1 ? mergedLevels(of: column, position: position, codes: codes) : nil
    defer {
      merged?.deallocate()
      readers.forEach { $0.discardLevels(of: column) }
    }
    let values = codes.finish(count: rowCount)
    guard let levels = merged ?? readers[used.first ?? 0].levels(of: column) else {
      fatalError("a column of text has no levels")
    }
    var texts = [String](repeating: "", count: levels.count)
    var problems = ProblemList()
    levels.forEachLevel { code, bytes in
      if let text = CSVText.string(bytes) {
        texts[code] = text
      } else {
        let row = values.firstIndex(of: Int32(code)) ?? 0
        problems.addToData(
          CSVText.diagnostic(
            badText: bytes, path: layout.path, line: lines.line(of: row),
            column: layout.names[column]))
      }
    }
    guard problems.isEmpty else {
      return .failure(DatasetError(problems.data, isDataInvalid: true))
    }
    let textLevels = TextLevels(
      texts, missing: layout.missing[column].numbers, style: layout.dialect.style)
    return .success(
      Column(
        name: layout.names[column],
        values: .categories(codes: textLevels.codes(values), levels: textLevels.levels)))
  }

  /// One numbering of the texts of all readers, by first row; `codes` then have it.
  private func mergedLevels(
    of column: Int, position: Int, codes: GrowingElements<Int32>
  ) -> LevelTable {
    var merged = LevelTable()
    let texts = readers.map { $0.levels(of: column)?.texts ?? [] }
    var translations = readers.map { _ in [Int32]() }
    for block in blocks {
      let reader = block.reader
      // What its reader did not know before came first in this block, unless another reader knew it.
      for text in texts[reader][translations[reader].count..<block.levelCounts[position]] {
        let code = text.baseAddress.map { merged.code(of: $0, count: text.count) }
        translations[reader].append(code ?? -1)
      }
      for row in block.rows where codes.base[row] >= 0 {
        codes.base[row] = translations[reader][Int(codes.base[row])]
      }
    }
    return merged
  }
}
