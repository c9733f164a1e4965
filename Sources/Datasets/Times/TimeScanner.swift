/// Reads parts of a date or time from the front of a text.
struct TimeScanner {
  private(set) var rest: Substring.UTF8View

  init(_ text: String) { rest = text[...].utf8 }

  var isAtEnd: Bool { rest.isEmpty }

  mutating func skipBlanks() { rest = rest.drop { $0 == 0x20 || $0 == 0x09 } }

  /// Whether one of the characters came next; it is then behind.
  mutating func skip(_ characters: String) -> Character? {
    guard let byte = rest.first, characters.utf8.contains(byte) else { return nil }
    rest = rest.dropFirst()
    return Character(Unicode.Scalar(byte))
  }

  /// Whether a word came next, in any case.
  mutating func skip(word: String) -> Bool {
    guard rest.count >= word.utf8.count,
      zip(rest, word.utf8).allSatisfy({ $0 | 0x20 == $1 | 0x20 })
    else { return false }
    rest = rest.dropFirst(word.utf8.count)
    return true
  }

  /// A whole number of so many digits.
  mutating func number(digits: ClosedRange<Int>) -> Int? {
    let found = rest.prefix(digits.upperBound).prefix { (0x30...0x39).contains($0) }
    guard found.count >= digits.lowerBound else { return nil }
    rest = rest.dropFirst(found.count)
    return found.reduce(0) { $0 * 10 + Int($1 - 0x30) }
  }

  /// The digits of a fraction of a second, as nanoseconds; further digits are cut off.
  mutating func nanoseconds() -> Int? {
    let digits = rest.prefix { (0x30...0x39).contains($0) }
    guard !digits.isEmpty else { return nil }
    rest = rest.dropFirst(digits.count)
    let kept = digits.prefix(9)
    let value = kept.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    return (kept.count..<9).reduce(value) { value, _ in value * 10 }
  }

  /// `Z`, `UTC`, `+02:00`, `+0200` or `+02`, in seconds.
  mutating func offset() -> Int? {
    if skip(word: "utc") || skip(word: "gmt") || skip(word: "z") { return 0 }
    guard let sign = skip("+-"), let hours = number(digits: 2...2), hours < 24 else { return nil }
    let hasColon = skip(":") != nil
    guard let minutes = number(digits: 2...2) ?? (hasColon ? nil : 0), minutes < 60 else {
      return nil
    }
    return (sign == "-" ? -1 : 1) * (hours * 3_600 + minutes * 60)
  }

  /// The position of the name, or of its first three letters, that came next, from 0.
  mutating func name(among names: [String]) -> Int? {
    for (i, name) in names.enumerated() {
      if skip(word: name) || skip(word: String(name.prefix(3))) { return i }
    }
    return nil
  }
}
