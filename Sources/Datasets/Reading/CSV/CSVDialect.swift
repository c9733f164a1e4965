/// How one delimited file is written, as bytes: options with nothing left to infer.
struct CSVDialect {
  var delimiter: UInt8
  var isTrimmed: Bool
  var missing: [[UInt8]]
  /// The prefix of comment lines.
  var comment: [UInt8]?

  /// Whether a missing token is itself a number other than NaN, so that cells have to be compared
  /// with it before they are read.
  var hasNumericMissing: Bool {
    let scanner = DecimalScanner()
    return missing.contains { scanner.value(of: $0)?.isNaN == false }
  }
}

extension DecimalScanner {
  /// The number a whole text stands for; blanks around it do not matter.
  func value(of text: [UInt8]) -> Double? {
    let padded = text + [UInt8](repeating: 0, count: 16)
    return padded.withUnsafeBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return nil }
      return value(of: start, count: text.count)
    }
  }

  /// The number in `count` bytes, blanks around it ignored.
  func value(of start: UnsafePointer<UInt8>, count: Int) -> Double? {
    var (first, last) = (start, start + count)
    while first < last, first.pointee == 0x20 || first.pointee == 0x09 { first += 1 }
    while last > first, last[-1] == 0x20 || last[-1] == 0x09 { last -= 1 }
    guard first < last else { return nil }
    var value = 0.0
    guard scan(first, into: &value) == last else { return nil }
    return value
  }
}
