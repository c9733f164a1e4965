/// How one delimited file is written, as bytes: options with nothing left to infer.
struct CSVDialect {
  var delimiter: UInt8
  var isTrimmed: Bool
  var style = NumberStyle.plain
  /// The prefix of comment lines.
  var comment: [UInt8]?
}

/// The cells of one column that stand for a missing value, besides empty ones.
struct MissingCells {
  let texts: [[UInt8]]
  /// The numbers among the texts: -999 is also written -999.00.
  let numbers: [Double]

  init(_ tokens: [String] = [], style: NumberStyle = .plain) {
    let scanner = DecimalScanner()
    texts = tokens.map { Array($0.utf8) }
    numbers = tokens.compactMap { style.value(of: $0, scanner: scanner) }.filter { !$0.isNaN }
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

  /// The number in `count` bytes, blanks around it ignored; 16 more must be readable.
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
