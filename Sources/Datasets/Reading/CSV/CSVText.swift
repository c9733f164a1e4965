internal import Diagnostics

/// Text of names and categories from bytes, or the error of bytes that are no text.
enum CSVText {
  /// nil when the bytes are not UTF-8 or contain a NUL.
  static func string(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
    guard !bytes.contains(0) else { return nil }
    return String(validating: bytes, as: UTF8.self)
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
