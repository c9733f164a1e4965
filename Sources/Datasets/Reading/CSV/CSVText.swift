internal import Diagnostics

/// Text of names and categories from bytes, or the error of bytes that are no text.
enum CSVText {
  /// nil when the bytes are not UTF-8 or contain a NUL.
  static func string(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
    guard !bytes.contains(0) else { return nil }
    return String(validating: bytes, as: UTF8.self)
  }

  /// Bytes in which control characters are looked for.
  private static let lookedAtCount = 4096
  /// Fewer control characters are errors of their cells.
  private static let leastControlCount = 16

  /// Refuses a file that is no text, before each of its lines is an error.
  static func requireText(atStartOf window: ByteWindow, path: String) throws {
    let start = UnsafeBufferPointer(
      start: window.start, count: min(window.end - window.start, lookedAtCount))
    if let foreign = ForeignFormat(startingWith: Array(start.prefix(8))) {
      throw foreign.error(path: path)
    }
    // Bell, backspace, tabs, line ends and escapes stand in texts that were made for a terminal.
    let controlCount = start.count { $0 < 0x20 && !(0x07...0x0D).contains($0) && $0 != 0x1B }
    guard controlCount >= leastControlCount, controlCount * 50 > start.count else { return }
    throw DatasetError(
      [
        Diagnostic(
          id: "csv-binary",
          "\"\(path)\" must be delimited text; got \(controlCount) control characters in its first "
            + "\(start.count) bytes",
          notes: start.count { $0 == 0 } * 3 > start.count
            ? ["if it is text of 16 bits: data.csv.encoding: utf-16le (or utf-16be)"] : [])
      ], isDataInvalid: true)
  }

  static func diagnostic(
    badText bytes: UnsafeBufferPointer<UInt8>, path: String, line: Int?, column: String
  ) -> Diagnostic {
    let shown = String(decoding: bytes.prefix(40), as: UTF8.self)
    let wanted = bytes.contains(0) ? "text without NUL bytes" : "UTF-8 text"
    return Diagnostic(
      id: "csv-encoding", "a cell of column \"\(column)\" must be \(wanted); got \"\(shown)\"",
      at: line.map { SourceLocation(file: path, line: $0, column: 1) },
      notes: bytes.contains(0)
        ? []
        : [
          "if it is in another encoding, say so: data.csv.encoding: latin-1 (or windows-1252)"
        ])
  }
}
