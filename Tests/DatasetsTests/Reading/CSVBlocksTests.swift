import Diagnostics
import LinearAlgebra
import Randomness
import Testing

@testable import Datasets

/// Rows that are read in blocks by several threads are those that are read in order.
@Suite struct CSVBlocksTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Everything that a pass finds in a text.
  private struct Found: Equatable {
    var names: [String] = []
    var numbers: [[UInt64]] = []
    var texts: [[String?]] = []
    var levels: [[String]] = []
    var lines: [Int?] = []
    var conflicts: Set<Int> = []
    var problems: [String] = []
    var problemCount = 0
    var isAbandoned = false
  }

  private func found(
    _ text: String, options: ReadingOptions = ReadingOptions(), blockSize: Int
  ) throws -> Found {
    let path = try folder.file("x.csv", text)
    let window = try ByteWindow(FileBytes(path: path), capacity: 96)
    let layout = try CSVLayout(window, path: path, format: .csv, options: options)
    // The first column of numbers meets a text in some of the cases.
    let plans: [CSVPass.Plan] = layout.names.map { $0.hasPrefix("t") ? .text : .number }
    let pass = CSVPass(layout, plans: plans, limit: .max, blockSize: blockSize)
    var cursor = window.start + layout.head.offset
    while true {
      cursor = pass.readRows(in: window, from: cursor)
      if pass.isAbandoned || window.isLast { break }
      try window.refill(keepingFrom: cursor)
      cursor = window.start
    }
    var found = Found(
      conflicts: pass.conflicts,
      problems: pass.problems.map { "\($0.location?.line ?? 0): \($0.message)" },
      problemCount: pass.problemCount, isAbandoned: pass.isAbandoned)
    guard pass.problemCount == 0 else { return found }
    found.lines = (0..<pass.rowCount).map { pass.lines.line(of: $0) }
    for (_, column) in try pass.finish().sorted(by: { $0.key < $1.key }) {
      found.names.append(column.name)
      found.numbers.append(column.numbers.map(\.bitPattern))
      found.texts.append(column.texts)
      if case .categories(_, let levels) = column.values { found.levels.append(levels) }
    }
    return found
  }

  private func expectSame(_ text: String, options: ReadingOptions = ReadingOptions()) throws {
    let whole = try found(text, options: options, blockSize: .max)
    for blockSize in [1, 7, 20, 40] {
      let divided = try found(text, options: options, blockSize: blockSize)
      #expect(divided == whole, "blocks of \(blockSize) bytes of \(text.debugDescription)")
    }
  }

  @Test(arguments: 1...40)
  func blocksChangeNothing(seed: UInt64) throws {
    var random = CounterBasedGenerator(seed: seed, purpose: .synthetic)
    let ends = ["\n", "\r\n", "\n\n", "\r"]
    let kinds = seed % 4 == 0 ? ends : [ends[Int(seed) % 3]]
    let cells = [
      "a", "b", "long text that goes on", "\"q\"", "\"a,b\"", "\"two\nlines\"", "\"do\"\"uble\"",
      "in\"side", "", "NA", "é", "\"\"", "\"crlf\r\nin it\"", "c\"",
    ]
    var text = "n1,t1,t2,n2\n"
    for row in 0..<60 {
      let number =
        random.next() % 20 == 0 && seed % 3 == 0 ? "x\(row)" : "\(random.next() % 1000).5"
      let first = cells[Int(random.next() % UInt64(cells.count))]
      let second = seed % 5 == 0 ? cells[0] : "s\(random.next() % 30)"
      text +=
        "\(number),\(first),\(second),\(row)" + kinds[Int(random.next() % UInt64(kinds.count))]
    }
    if seed % 2 == 0 { text += "1,last,row,2" }
    try expectSame(text)
  }

  @Test(arguments: [
    "t,n\na,1\nb,2,3\nc\nd,4\n\"open,5\ne,6\n",
    "t,n\na,1\n\"b\"x,2\nc,3\n\"d\n",
    "t,n\n" + String(repeating: "ragged\n", count: 30) + "a,1\n",
    "t,n\na,1\nt,n\nb,2\nt,n\nc,3\n",
  ])
  func errorsAreThoseOfTheRowsInOrder(text: String) throws { try expectSame(text) }

  @Test func trimmedQuotesBeginCellsBehindBlanks() throws {
    var options = ReadingOptions()
    options.csv.isTrimmed = true
    try expectSame("t,n\n \"a\nb\" , 1\nc , 2\n  \"d,\n\" ,3\ne \"f , 4\n", options: options)
  }

  @Test func countsEveryKindOfLineBreakOnce() {
    for length in [0, 1, 31, 32, 33, 64, 8200] {
      let bytes = (0..<length).map {
        [0x0A, 0x0D, 0x61, 0x0D, 0x0A][($0 * $0 + $0 / 7) % 5] as UInt8
      }
      var expected = 0
      for (i, byte) in bytes.enumerated() {
        let next = i + 1 < length ? bytes[i + 1] : 0x61
        if byte == 0x0A || (byte == 0x0D && next != 0x0A) { expected += 1 }
      }
      let padded = bytes + [UInt8](repeating: 0x61, count: 64)
      let count = padded.withUnsafeBufferPointer { buffer in
        buffer.baseAddress.map { RowBlockFinder.lineBreakCount($0, $0 + length) }
      }
      #expect(count == expected)
    }
  }
}
