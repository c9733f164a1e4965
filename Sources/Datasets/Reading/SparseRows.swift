internal import Diagnostics
internal import LinearAlgebra
internal import Text

/// The rows of a file in svmlight's format while it is read.
struct SparseRows {
  /// The greatest number of errors that are kept.
  private static let greatestErrorCount = 10

  private let path: String
  private let limit: Int
  private let scanner = DecimalScanner()
  private(set) var labels: [Double] = []
  private(set) var lines = LineMap()
  /// The number of values up to the end of each row.
  private var ends: [Int] = []
  private var indices: [Int32] = []
  private var values: [Double] = []
  private var hasZeroIndex = false
  private var greatestIndex = 0
  private var groupMerger = LevelMerger()
  private var groupCodes: [Int32] = []
  private var problems: [Diagnostic] = []
  private var problemCount = 0

  init(path: String, limit: Int) {
    self.path = path
    self.limit = limit
  }

  /// The indices that have a column.
  var indexRange: Range<Int> { (hasZeroIndex ? 0 : 1)..<(greatestIndex + 1) }

  /// The group of each row, missing where it has none.
  var groups: Column.Values { .categories(codes: groupCodes, levels: groupMerger.levels) }

  mutating func read(_ window: ByteWindow) throws {
    var line = 1
    while true {
      var p = window.start
      while p < window.end, labels.count < limit {
        var lineEnd = p
        while lineEnd.pointee != 0x0A, lineEnd.pointee != 0x0D { lineEnd += 1 }
        // A carriage return at the window's end may be the first half of a line break.
        let isCut = lineEnd >= window.end || (lineEnd.pointee == 0x0D && lineEnd + 1 >= window.end)
        if isCut, !window.isLast { break }
        readLine(UnsafeBufferPointer(start: p, count: lineEnd - p), number: line)
        line += 1
        p = lineEnd + 1
        if lineEnd.pointee == 0x0D, p < window.end, p.pointee == 0x0A { p += 1 }
      }
      if window.isLast || labels.count >= limit { return }
      try window.refill(keepingFrom: p)
    }
  }

  /// **Errors** `DatasetError` for lines that are no rows
  func requireSound() throws {
    guard problemCount > 0 else { return }
    let restCount = problemCount - problems.count
    let rest =
      restCount > 0
      ? [
        Diagnostic(id: "svmlight-more", "\(NumberFormat.count(restCount, "more line")) like these")
      ] : []
    throw DatasetError(problems + rest, isDataInvalid: true)
  }

  /// A column for each index; large ones are put into `file` when it is given.
  func denseColumns(in file: ScratchFile?) -> [Column] {
    let range = indexRange
    let columns = range.map { _ in GrowingElements<Double>(capacity: labels.count, in: file) }
    for column in columns { column.base.initialize(repeating: 0, count: labels.count) }
    var start = 0
    for (row, end) in ends.enumerated() {
      for i in start..<end { columns[Int(indices[i]) - range.lowerBound].base[row] = values[i] }
      start = end
    }
    return zip(range, columns).map { index, column in
      Column(name: "x\(index)", values: .numbers(column.finish(count: labels.count)))
    }
  }

  private mutating func readLine(_ bytes: UnsafeBufferPointer<UInt8>, number: Int) {
    let text = bytes.prefix { $0 != UInt8(ascii: "#") }
    let words = text.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    guard let first = words.first else { return }
    guard let label = decimal(first) else {
      note("a label must be one number", first, number)
      return
    }
    var (group, previous): (Int32, Int) = (-1, -1)
    for (position, word) in words.dropFirst().enumerated() {
      let key = word.prefix { $0 != UInt8(ascii: ":") }
      let value = word.dropFirst(key.count + 1)
      guard key.count < word.count, !value.isEmpty else {
        note("a value must be written INDEX:VALUE", word, number)
        return
      }
      if position == 0, key.elementsEqual("qid".utf8) {
        group = groupMerger.code(of: String(decoding: value, as: UTF8.self))
        continue
      }
      guard let index = Self.index(key) else {
        note("an index must be a whole number from 0 to \(Int32.max - 1)", word, number)
        return
      }
      guard index > previous else {
        note("the indices of a row must increase", word, number)
        return
      }
      guard let value = decimal(value) else {
        note("a value must be a number", word, number)
        return
      }
      previous = index
      hasZeroIndex = hasZeroIndex || index == 0
      greatestIndex = max(greatestIndex, index)
      indices.append(Int32(index))
      values.append(value)
    }
    lines.note(row: labels.count, line: number)
    labels.append(label)
    groupCodes.append(group)
    ends.append(indices.count)
  }

  private func decimal(_ word: Slice<UnsafeBufferPointer<UInt8>>) -> Double? {
    let bytes = UnsafeBufferPointer(rebasing: word)
    // What follows is a blank, a comment or the end of the line, and the window has padding.
    return bytes.baseAddress.flatMap { scanner.value(of: $0, count: bytes.count) }
  }

  private static func index(_ digits: Slice<UnsafeBufferPointer<UInt8>>) -> Int? {
    guard !digits.isEmpty, digits.count <= 10,
      digits.allSatisfy({ (0x30...0x39).contains($0) })
    else { return nil }
    let index = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    return index < Int(Int32.max) ? index : nil
  }

  private mutating func note(
    _ rule: String, _ word: Slice<UnsafeBufferPointer<UInt8>>, _ line: Int
  ) {
    problemCount += 1
    guard problems.count < Self.greatestErrorCount else { return }
    let shown = String(decoding: word.prefix(40), as: UTF8.self)
    problems.append(
      Diagnostic(
        id: "svmlight-row", "\(rule); got \"\(shown)\"",
        at: SourceLocation(file: path, line: line, column: 1)))
  }
}
