import FoundationEssentials

/// A run's name: when it started, in UTC, and four random hexadecimal digits.
enum RunID {
  /// "20261123-101500-4f2a".
  static func text(startedAt: Date, suffix: UInt16) -> String {
    let clock = UTCClock(startedAt)
    let digits = String(suffix, radix: 16)
    let padded = String(repeating: "0", count: 4 - digits.count) + digits
    return "\(clock.year)\(clock.month)\(clock.day)-\(clock.hour)\(clock.minute)\(clock.second)"
      + "-\(padded)"
  }

  /// ISO 8601 from an id; nil for a name that is none.
  static func time(in id: String) -> String? {
    let bytes = Array(id.utf8)
    guard isID(id) else { return nil }
    func part(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
    return "\(part(0..<4))-\(part(4..<6))-\(part(6..<8))T"
      + "\(part(9..<11)):\(part(11..<13)):\(part(13..<15))Z"
  }

  /// Whether a folder's name is one that this store gives.
  static func isID(_ name: String) -> Bool {
    let bytes = Array(name.utf8)
    guard bytes.count == 20, bytes[8] == UInt8(ascii: "-"), bytes[15] == UInt8(ascii: "-") else {
      return false
    }
    func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
    func isHex(_ byte: UInt8) -> Bool {
      isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }
    return bytes[0..<8].allSatisfy(isDigit) && bytes[9..<15].allSatisfy(isDigit)
      && bytes[16..<20].allSatisfy(isHex)
  }
}
