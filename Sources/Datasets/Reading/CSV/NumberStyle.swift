/// How numbers are written: decimal separator and separator of thousands.
struct NumberStyle: Hashable {
  /// As programs write numbers: a decimal point, no separator of thousands and no sign of a unit.
  static let plain = NumberStyle()

  private let decimal: [UInt8]
  /// The ways of writing the separator of thousands; empty for none.
  private let thousands: [[UInt8]]
  /// Whether a currency or percent sign beside a number is ignored.
  private let ignoresUnits: Bool

  private init() {
    (decimal, thousands, ignoresUnits) = (Array(".".utf8), [], false)
  }

  /// As people write numbers, with currency and percent signs.
  init(decimal: Character, thousands: Character?) {
    self.decimal = Array(String(decimal).utf8)
    self.thousands = thousands.map(Self.spellings) ?? []
    ignoresUnits = true
  }

  /// A blank is often one that breaks no line, and an apostrophe a typographic one.
  private static func spellings(of separator: Character) -> [[UInt8]] {
    let all: [Character] =
      switch separator {
      case " ": [" ", "\u{A0}", "\u{202F}"]
      case "'": ["'", "\u{2019}"]
      default: [separator]
      }
    return all.map { Array(String($0).utf8) }
  }

  /// Whether a text that `DecimalScanner` reads as a number is that number.
  var acceptsPlainNumbers: Bool { decimal == Array(".".utf8) }

  /// The number in `count` bytes, blanks around it ignored; unless the style is `plain`, a currency
  /// sign before or behind the number and a percent sign behind it are ignored too.
  func value(
    of start: UnsafePointer<UInt8>, count: Int, scanner: DecimalScanner
  ) -> Double? {
    if self == .plain { return scanner.value(of: start, count: count) }
    return plainText(UnsafeBufferPointer(start: start, count: count)).flatMap {
      scanner.value(of: $0)
    }
  }

  /// The number of a whole text.
  func value(of text: String, scanner: DecimalScanner) -> Double? {
    var text = text
    return text.withUTF8 { bytes in
      self == .plain
        ? scanner.value(of: Array(bytes)) : plainText(bytes).flatMap { scanner.value(of: $0) }
    }
  }

  /// The number as a program writes it; nil where the separators do not stand as they must.
  private func plainText(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
    var rest = text[...]
    var plain = Self.removeUnit(from: &rest)
    let whole = rest.count
    /// Digits since the last separator of thousands; nil before the first one.
    var groupSize: Int?
    var digitCount = 0
    while let byte = rest.first {
      if (0x30...0x39).contains(byte) {
        plain.append(byte)
        digitCount += 1
        groupSize = groupSize.map { $0 + 1 }
        rest = rest.dropFirst()
      } else if let separator = thousands.first(where: { rest.starts(with: $0) }) {
        guard groupSize.map({ $0 == 3 }) ?? (1...3).contains(digitCount) else { return nil }
        groupSize = 0
        rest = rest.dropFirst(separator.count)
      } else {
        break
      }
    }
    guard groupSize ?? 3 == 3 else { return nil }
    if rest.starts(with: decimal) {
      plain.append(0x2E)
      rest = rest.dropFirst(decimal.count)
      // Only digits and an exponent may follow.
      guard !rest.contains(0x2E) else { return nil }
    } else if rest.first == 0x2E {
      return nil
    }
    // "nan" and "inf" have no digits and are numbers for the scanner too.
    guard whole > 0 else { return nil }
    return plain + rest
  }

  /// Whether a separator stands in a text, apart from blanks between a number and its unit.
  static func contains(_ separator: Character, in text: String) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      var rest = bytes[...]
      _ = removeUnit(from: &rest)
      return spellings(of: separator).contains { spelling in
        rest.indices.contains { rest[$0...].starts(with: spelling) }
      }
    }
  }

  /// Removes blanks, plus or minus, and the sign of a unit around a number; the result is the plus or
  /// minus.
  private static func removeUnit(from text: inout Slice<UnsafeBufferPointer<UInt8>>) -> [UInt8] {
    var sign: [UInt8] = []
    func removeSign() {
      guard sign.isEmpty, let first = text.first, first == 0x2D || first == 0x2B else { return }
      sign = [first]
      text = text.dropFirst()
    }
    trim(&text)
    removeSign()
    if let unit = currencies.first(where: { text.starts(with: $0) }) {
      text = text.dropFirst(unit.count)
    } else if let unit = (currencies + [[0x25]]).first(where: {
      text.count >= $0.count && text.suffix($0.count).elementsEqual($0)
    }) {
      text = text.dropLast(unit.count)
    }
    trim(&text)
    removeSign()
    return sign
  }

  private static func trim(_ text: inout Slice<UnsafeBufferPointer<UInt8>>) {
    while let blank = blanks.first(where: { text.starts(with: $0) }) {
      text = text.dropFirst(blank.count)
    }
    while let blank = blanks.first(where: {
      text.count >= $0.count && text.suffix($0.count).elementsEqual($0)
    }) {
      text = text.dropLast(blank.count)
    }
  }

  private static let blanks = spellings(of: " ") + [[0x09]]
  private static let currencies = ["$", "€", "£", "¥"].map { Array($0.utf8) }
}
