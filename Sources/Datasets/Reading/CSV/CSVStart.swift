internal import Diagnostics

/// Where the text of a delimited file begins: behind its byte order mark, the lines to skip and a
/// line that states the delimiter.
struct CSVStart {
  /// Bytes before the first line.
  private(set) var offset = 0
  /// The number of that line, from 1.
  private(set) var line = 1
  /// The delimiter of a first line such as `sep=;`, which spreadsheet programs write.
  private(set) var statedDelimiter: Character?

  init(_ window: ByteWindow, skippedLineCount: Int) throws {
    if window.end - window.start >= 3,
      (window.start[0], window.start[1], window.start[2]) == (0xEF, 0xBB, 0xBF)
    {
      offset = 3
    }
    while line <= skippedLineCount, try skipLine(window) {}
    let p = window.start + offset
    guard window.end - p >= 5, line == skippedLineCount + 1 else { return }
    let isStatement = zip("sep=".utf8, 0..<4).allSatisfy { p[$1] | 0x20 == $0 || p[$1] == $0 }
    let isLine = p + 5 >= window.end || p[5] == 0x0A || p[5] == 0x0D
    guard isStatement, isLine, p[4] < 0x80 else { return }
    statedDelimiter = Character(Unicode.Scalar(p[4]))
    _ = try skipLine(window)
  }

  /// Whether there was another line.
  private mutating func skipLine(_ window: ByteWindow) throws -> Bool {
    var end = offset
    while true {
      while window.start + end < window.end, !isBreak(window.start[end]) { end += 1 }
      // The byte behind a carriage return decides where the next line begins.
      if window.start + end + 1 < window.end || window.isLast { break }
      try window.refill(keepingFrom: window.start)
    }
    guard window.start + offset < window.end else { return false }
    let isPair = window.start[end] == 0x0D && window.start[end + 1] == 0x0A
    offset = min(end + (isPair ? 2 : 1), window.end - window.start)
    line += 1
    return true
  }

  private func isBreak(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }
}
