/// How numbers are written: decimal separator and separator of thousands.
struct NumberStyle: Hashable {
  static let plain = NumberStyle(decimal: ".", thousands: nil)

  private let decimal: [UInt8]
  private let thousands: [UInt8]?

  init(decimal: Character, thousands: Character?) {
    self.decimal = Array(String(decimal).utf8)
    self.thousands = thousands.map { Array(String($0).utf8) }
  }

  /// Whether a text that `DecimalScanner` reads as a number is that number.
  var acceptsPlainNumbers: Bool { decimal == Array(".".utf8) }

  /// The number in `count` bytes, blanks around it ignored. With a separator other than the usual
  /// point, a currency sign before or behind the number and a percent sign behind it are ignored too.
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
    var plain: [UInt8] = []
    Self.trim(&rest)
    if let sign = rest.first, sign == 0x2D || sign == 0x2B {
      plain.append(sign)
      rest = rest.dropFirst()
    }
    if let sign = Self.currencies.first(where: { rest.starts(with: $0) }) {
      rest = rest.dropFirst(sign.count)
    } else if let sign = (Self.currencies + [[0x25]]).first(where: {
      rest.count >= $0.count && rest.suffix($0.count).elementsEqual($0)
    }) {
      rest = rest.dropLast(sign.count)
    }
    Self.trim(&rest)
    if plain.isEmpty, let sign = rest.first, sign == 0x2D || sign == 0x2B {
      plain.append(sign)
      rest = rest.dropFirst()
    }
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
      } else if let thousands, rest.starts(with: thousands) {
        guard groupSize.map({ $0 == 3 }) ?? (1...3).contains(digitCount) else { return nil }
        groupSize = 0
        rest = rest.dropFirst(thousands.count)
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

  private static func trim(_ text: inout Slice<UnsafeBufferPointer<UInt8>>) {
    while let first = text.first, first == 0x20 || first == 0x09 { text = text.dropFirst() }
    while let last = text.last, last == 0x20 || last == 0x09 { text = text.dropLast() }
  }

  private static let currencies = ["$", "€", "£", "¥"].map { Array($0.utf8) }
}
